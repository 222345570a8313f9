import { GraphQLError } from 'graphql';
import type { Sealed } from '#case';
import type { DeskContext } from './context.ts';
import { asGraphQLError } from './errors.ts';

/** What was opened for one answer, until it is noted. */
export interface Opened {
  add(sealed: Sealed): void;
  /** All since the last time; nothing when nothing was opened. */
  take(): ReadonlyMap<string, ReadonlySet<string>>;
}

export function openedValues(): Opened {
  let children = new Map<string, Set<string>>();
  return {
    add(sealed) {
      const [, , , childId = '', category = ''] = sealed.split(':', 5);
      const categories = children.get(childId) ?? new Set();
      children.set(childId, categories.add(category));
    },
    take() {
      const taken = children;
      children = new Map();
      return taken;
    },
  };
}

/** Notes what was opened before the answer leaves; rejects when the log cannot take it: what is not noted is not told. */
export async function noteOpened(
  desk: string,
  { officer, purpose, opened, runtime }: Pick<DeskContext, 'officer' | 'purpose' | 'opened' | 'runtime'>,
): Promise<void> {
  const children = opened.take();
  if (children.size > 0) await runtime.noteReads({ officer, desk, purpose, children });
}

const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

/** The header in which a reader may say why (用途). It holds a code: free text would carry names into the log. */
const PURPOSE_HEADER = 'x-jieli-purpose';

/** @throws GraphQLError `BAD_USER_INPUT` for anything but a code. */
export function purposeIn(headers: Readonly<Record<string, unknown>>): string | undefined {
  const given = headers[PURPOSE_HEADER];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && CODE.test(given)) return given;
  const message = { zh: '用途须为大写代码，如 COURT_REQUEST', en: 'a code in capitals, such as COURT_REQUEST' };
  const problems = [{ field: PURPOSE_HEADER, rule: 'code', message }];
  throw new GraphQLError('用途有误。The purpose is wrong.', {
    extensions: { code: 'BAD_USER_INPUT', problems, http: { status: 400 } },
  });
}

/** An Apollo plugin: readings are noted before the answer is sent. */
export function readsPlugin(desk: string) {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response }: { contextValue: DeskContext; response: Answer }) => {
        try {
          await noteOpened(desk, contextValue);
          // a field that could not be opened is no answer: the whole is to be asked again
          if (errorsIn(response.body).some((code) => code === 'UNAVAILABLE')) response.http.status = 503;
        } catch (error) {
          const told = asGraphQLError(error);
          const known = told instanceof GraphQLError ? told : new GraphQLError('unavailable');
          response.http.status = 503;
          response.body = {
            kind: 'single',
            singleResult: {
              errors: [{ message: UNNOTED, extensions: { code: known.extensions.code ?? 'UNAVAILABLE' } }],
            },
          };
        }
      },
    }),
  };
}

const UNNOTED = '暂时无法留痕，请稍后重试。The reading cannot be noted; try again later.';

function errorsIn(body: unknown): readonly unknown[] {
  const { errors = [] } =
    (body as { readonly singleResult?: { readonly errors?: readonly { extensions?: { code?: unknown } }[] } })
      .singleResult ?? {};
  return errors.map(({ extensions }) => extensions?.code);
}

interface Answer {
  readonly http: { status?: number };
  body: unknown;
}
