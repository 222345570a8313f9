declare module 'passport-strategy' {
  /** The base that passport calls: a subclass answers by one of these. */
  export class Strategy {
    authenticate(request: unknown, options?: unknown): void;
    success(user: unknown, info?: unknown): void;
    fail(challenge: string, status?: number): void;
    error(error: Error): void;
  }
}
