import { BadRequestException } from '@nestjs/common';

const DIGITS = /^(0|[1-9]\d{0,14})$/;

/** @throws BadRequestException `BAD_USER_INPUT` unless the text is a whole number within bounds. */
export function whole(
  name: string,
  text: unknown,
  { least, most }: { readonly least: number; readonly most: number } = { least: 0, most: Number.MAX_SAFE_INTEGER },
): number {
  const value = typeof text === 'string' && DIGITS.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `${least}–${most}`;
  throw wrong(`${name} 须为整数（${bounds}）。${name} must be a whole number (${bounds}).`);
}

/** The event that is asked for: by its position, or by stream and revision. */
export function placeAsked({
  position,
  stream,
  revision,
}: Readonly<Record<string, unknown>>):
  | { readonly position: number }
  | { readonly stream: string; readonly revision: number } {
  if (position !== undefined)
    return { position: whole('position', position, { least: 1, most: Number.MAX_SAFE_INTEGER }) };
  if (typeof stream !== 'string' || stream === '' || stream.includes('\0')) {
    throw wrong('请给出 position，或 stream 与 revision。Give position, or stream and revision.');
  }
  return { stream, revision: whole('revision', revision, { least: 0, most: 2 ** 31 - 1 }) };
}

const wrong = (message: string) => new BadRequestException({ code: 'BAD_USER_INPUT', message });
