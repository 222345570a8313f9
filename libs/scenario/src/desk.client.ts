import {
  buildClientSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { Agency } from '#policy';
import type { SubjectKind } from './scenario.schema.ts';
import type { Stage } from './stage.ts';

/** What a desk answered: data, or errors with their codes. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: {
      readonly code?: string;
      readonly standing?: string;
      readonly field?: string;
      readonly problems?: readonly { field: string; rule: string; message?: { zh: string; en: string } }[];
    };
  }[];
}

/** What a step is about: a case, a recommendation, an entry on a register. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/**
 * How each kind is asked for: its type, the queries of it and of its next steps, what it is named by in an inbox and in an input, and
 * who is told all that has happened. A county has one survey work, which is asked for without an id and has no next steps.
 */
export const KINDS = {
  case: {
    type: 'Case',
    shown: 'case(id: $id)',
    steps: 'nextSteps(caseId: $id)',
    key: 'caseId',
    accepted: 'Accepted',
    told: 'WCCW',
  },
  recommendation: {
    type: 'Recommendation',
    shown: 'recommendation(id: $id)',
    steps: 'recommendationSteps(id: $id)',
    key: 'recommendationId',
    accepted: 'RecommendationAccepted',
    told: 'WCCW',
  },
  ledgerEntry: {
    type: 'LedgerEntry',
    shown: 'ledgerEntry(id: $id)',
    steps: 'ledgerSteps(id: $id)',
    key: 'ledgerEntryId',
    accepted: 'LedgerAccepted',
    told: 'CA',
  },
  keyMinorEntry: {
    type: 'KeyMinorEntry',
    shown: 'keyMinorEntry(id: $id)',
    steps: 'keyMinorSteps(id: $id)',
    key: 'keyMinorEntryId',
    accepted: 'KeyMinorAccepted',
    told: 'CA',
  },
  surveyWork: {
    type: 'SurveyWork',
    shown: 'surveyWork',
    steps: null,
    key: 'surveyWorkId',
    accepted: 'SurveyWorkAccepted',
    told: 'CA',
  },
} as const;

const NOTHING_SEEN: Sight = { shown: null, inbox: [], steps: [], timeline: null };

/** Everything that one agency can read of one case, or of what is none. */
export interface Sight {
  readonly shown: Record<string, unknown> | null;
  readonly inbox: readonly { readonly clock: { readonly clock: string }; readonly colour: string }[];
  readonly steps: readonly { readonly command: string }[];
  readonly timeline: readonly unknown[] | null;
}

/** A field that is not there. */
export interface UnknownField {
  readonly path: string;
  readonly known: readonly string[];
}

const DEEPEST = 5;
/** As many items with all their fields as a query may ask for beside a whole case. */
const INBOX_PAGE = 40;

/** Speaks to the desks over HTTP as any client would; what can be asked is read off each desk's own schema. */
export class DeskClient {
  private readonly schemas = new Map<string, GraphQLSchema>();

  constructor(private readonly stage: Stage) {}

  async send(agency: Agency, officer: number, query: string, variables: object): Promise<Answer> {
    const path = this.stage.deskPath(agency);
    if (!path) throw new Error(`agencies of type ${agency.type} have no desk`);
    const response = await fetch(this.stage.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.stage.token(agency.id, officer)}`,
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  }

  give(kind: Subject['kind'], agency: Agency, officer: number, command: string, input: object): Promise<Answer> {
    const { accepted, key } = KINDS[kind];
    const mutation = command.charAt(0).toLowerCase() + command.slice(1);
    const query = `mutation($input: ${command}Input!) { outcome: ${mutation}(input: $input) {
      __typename
      ... on ${accepted} { ${key} version events enteredLate repeated view clocks { effect id clock kind due at late holder } }
      ... on Refused { code message { zh en } standing cite { source clause quote note } } } }`;
    return this.send(agency, officer, query, { input });
  }

  /** A field that is expected and that the agency's desk does not have, with those that it has there. */
  async unknownField(agency: Agency, kind: Subject['kind'], expected: object): Promise<UnknownField | undefined> {
    const schema = await this.schemaOf(agency);
    return unknownIn(expected, schema.getType(KINDS[kind].type), '');
  }

  /** All that an agency can read of a case, or of what is none: every field its desk's schema has. */
  async look(agency: Agency, { kind, id }: Subject): Promise<Sight> {
    const schema = await this.schemaOf(agency);
    const { type, shown, steps, key } = KINDS[kind];
    if (!schema.getType(type)) return NOTHING_SEEN; // the desk has nothing to do with such things
    const fields = (type: string) => selection(schema.getType(type), DEEPEST);
    const timeline =
      kind === 'case' && schema.getQueryType()?.getFields().timeline
        ? `timeline(caseId: $id) ${fields('TimelineEntry')}`
        : '';
    const query = `query(${shown.includes('$id') ? '$id: ID!, ' : ''}$after: String) {
      shown: ${shown} ${fields(type)} ${steps === null ? '' : `steps: ${steps} ${fields('NextStep')}`} ${timeline}
      inbox(first: ${INBOX_PAGE}, after: $after) { edges { node ${fields('InboxItem')} } pageInfo { hasNextPage endCursor } } }`;
    const inbox: Record<string, unknown>[] = [];
    for (let after: string | null = null; ; ) {
      const { data, errors } = await this.send(agency, 1, query, { id, after });
      if (!data) throw new Error(`${agency.id} could not look at the ${kind}: ${errors?.[0]?.message}`);
      const page = data.inbox as {
        edges: { node: Record<string, unknown> }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      inbox.push(...page.edges.map(({ node }) => node).filter((item) => item[key] === id));
      after = page.pageInfo.endCursor;
      if (page.pageInfo.hasNextPage) continue;
      return {
        shown: (data.shown as { id: string } | null)?.id === id ? (data.shown as Sight['shown']) : null,
        inbox: inbox as unknown as Sight['inbox'],
        steps: (data.steps ?? []) as Sight['steps'],
        timeline: (data.timeline ?? null) as Sight['timeline'],
      };
    }
  }

  /** The ids of all ledger entries that an agency sees, the one that moved last first. */
  async ledgerEntries(agency: Agency): Promise<readonly string[]> {
    const { data, errors } = await this.send(agency, 1, '{ ledgerEntries(first: 100) { edges { node { id } } } }', {});
    if (!data) throw new Error(`${agency.id} could not look at the ledger: ${errors?.[0]?.message}`);
    const { edges } = data.ledgerEntries as { edges: readonly { node: { id: string } }[] };
    return edges.map(({ node }) => node.id);
  }

  private async schemaOf(agency: Agency): Promise<GraphQLSchema> {
    const path = this.stage.deskPath(agency) ?? '';
    const known = this.schemas.get(path);
    if (known) return known;
    const { data, errors } = await this.send(agency, 1, getIntrospectionQuery(), {});
    if (!data) throw new Error(`${path} does not tell its schema: ${errors?.[0]?.message}`);
    const schema = buildClientSchema(data as never);
    this.schemas.set(path, schema);
    return schema;
  }
}

function selection(type: GraphQLNamedType | null | undefined, depth: number): string {
  if (!isObjectType(type) || depth === 0) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.length > 0) return [];
    const inner = getNamedType(field.type);
    if (!isObjectType(inner)) return [field.name];
    const nested = selection(inner, depth - 1);
    return nested ? [`${field.name} ${nested}`] : [];
  });
  return `{ ${fields.join(' ')} }`;
}

function unknownIn(expected: unknown, type: GraphQLNamedType | null | undefined, at: string): UnknownField | undefined {
  if (typeof expected !== 'object' || expected === null || !isObjectType(type)) return undefined;
  if (Array.isArray(expected)) {
    for (const item of expected) {
      const wrong = unknownIn(item, type, at);
      if (wrong) return wrong;
    }
    return undefined;
  }
  const fields = type.getFields();
  for (const [name, value] of Object.entries(expected)) {
    const field = fields[name];
    if (!field) return { path: `${at}${name}`, known: Object.keys(fields).map((key) => `${at}${key}`) };
    const wrong = unknownIn(value, getNamedType(field.type), `${at}${name}.`);
    if (wrong) return wrong;
  }
  return undefined;
}
