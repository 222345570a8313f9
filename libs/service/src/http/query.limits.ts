import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What one GraphQL document may ask for (查询限额): a whole case of the desk that sees the most of it fits in. */
export const QUERY_LIMITS = { depth: 8, aliases: 5, tokens: 800, cost: 1_000, page: 100 } as const;

/** A command is load, decide, append; a field is a lookup in what was read already. */
const COST_OF_A_COMMAND = 100;
/** How many a list brings when nobody says. */
const PAGE_UNLESS_TOLD = 20;

/** How deep a selection goes, and how many objects it brings. */
interface Extent {
  readonly depth: number;
  readonly cost: number;
}

const NOTHING: Extent = { depth: 0, cost: 0 };

/**
 * Why an operation asks for too much, or nothing. Every object costs one, multiplied by the page it stands on; a command costs
 * a hundred. It is for documents that are valid already, over HTTP and over sockets alike. Each fragment is measured once,
 * whatever number of times it is spread.
 */
export function asksTooMuch(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> = {},
): GraphQLError | undefined {
  if (modest.get(operation) === schema) return undefined;
  const asked = reader(schema, document, variables);
  const excess = excessOf(schema, document, operation, asked);
  if (!excess && !asked.dependsOnVariables()) modest.set(operation, schema);
  return excess;
}

/** Operations that never ask for too much, whatever their variables are: one that comes again is not measured again. */
const modest = new WeakMap<OperationDefinitionNode, GraphQLSchema>();

function excessOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  asked: Reader,
): GraphQLError | undefined {
  const aliases = aliasesIn(document);
  if (aliases > QUERY_LIMITS.aliases) return tooMuch('aliases', '别名', 'aliases', aliases, QUERY_LIMITS.aliases);
  const root = schema.getRootType(operation.operation);
  const { depth, cost } = extentOf(operation.selectionSet, root ?? undefined, asked);
  if (depth > QUERY_LIMITS.depth) return tooMuch('depth', '层数', 'levels', depth, QUERY_LIMITS.depth);
  const commands = operation.operation === 'mutation' ? operation.selectionSet.selections.length : 0;
  const whole = cost + commands * COST_OF_A_COMMAND;
  return whole > QUERY_LIMITS.cost ? tooMuch('cost', '花费', 'cost', whole, QUERY_LIMITS.cost) : undefined;
}

function tooMuch(limit: string, zh: string, en: string, asked: number, most: number): GraphQLError {
  return new GraphQLError(
    `查询过大：${zh} ${asked}，至多 ${most}。The query asks too much: ${en} ${asked}, at most ${most}.`,
    {
      extensions: { code: 'QUERY_TOO_LARGE', limit, most, http: { status: 400 } },
    },
  );
}

function aliasesIn(document: DocumentNode): number {
  let aliases = 0;
  visit(document, {
    Field: ({ alias }) => {
      if (alias) aliases += 1;
    },
  });
  return aliases;
}

interface Reader {
  readonly typeNamed: (name: string | undefined) => GraphQLNamedType | undefined;
  readonly fragment: (name: string) => Extent;
  readonly page: (field: FieldNode, unless: number) => number;
  /** Whether a page has been as long as a variable says. */
  readonly dependsOnVariables: () => boolean;
}

function reader(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>): Reader {
  const measured = new Map<string, Extent>();
  let depends = false;
  const definitions = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const own: Reader = {
    typeNamed: (name) => (name === undefined ? undefined : schema.getType(name)),
    fragment: (name) => {
      const known = measured.get(name);
      if (known) return known;
      measured.set(name, NOTHING); // a circle, which validation refuses by itself
      const definition = definitions.get(name);
      const type = own.typeNamed(definition?.typeCondition.name.value);
      const extent = definition ? extentOf(definition.selectionSet, type, own) : NOTHING;
      measured.set(name, extent);
      return extent;
    },
    page: ({ arguments: given = [] }, unless) => {
      const value = given.find(({ name }) => name.value === 'first')?.value;
      if (value?.kind === Kind.INT) return bounded(Number(value.value));
      if (value?.kind !== Kind.VARIABLE) return unless;
      depends = true;
      const told = variables[value.name.value];
      return typeof told === 'number' ? bounded(told) : QUERY_LIMITS.page;
    },
    dependsOnVariables: () => depends,
  };
  return own;
}

/** What is no page at all is refused where it is read; here it counts as one. */
function bounded(first: number): number {
  return Math.max(1, Math.min(first, QUERY_LIMITS.page + 1));
}

function extentOf(selection: SelectionSetNode, parent: GraphQLNamedType | undefined, own: Reader): Extent {
  let [depth, cost] = [0, 0];
  for (const node of selection.selections) {
    const extent =
      node.kind === Kind.FIELD
        ? extentOfField(node, parent, own)
        : node.kind === Kind.FRAGMENT_SPREAD
          ? own.fragment(node.name.value)
          : extentOf(node.selectionSet, own.typeNamed(node.typeCondition?.name.value) ?? parent, own);
    depth = Math.max(depth, extent.depth);
    cost += extent.cost;
  }
  return { depth, cost };
}

function extentOfField(node: FieldNode, parent: GraphQLNamedType | undefined, own: Reader): Extent {
  const name = node.name.value;
  if (name.startsWith('__')) return NOTHING; // who may look into the schema is decided elsewhere
  if (!node.selectionSet) return { depth: 1, cost: 0 };
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  const type = field && getNamedType(field.type);
  const inner = extentOf(node.selectionSet, isCompositeType(type) ? type : undefined, own);
  const first = field?.args.find((argument) => argument.name === 'first');
  const paged = first !== undefined || type?.name.endsWith('Connection');
  const times = paged ? own.page(node, Number(first?.defaultValue ?? PAGE_UNLESS_TOLD)) : 1;
  return { depth: inner.depth + 1, cost: 1 + inner.cost * times };
}
