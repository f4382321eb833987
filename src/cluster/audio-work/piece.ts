// A piece of audio work as it travels: its paths are told from the library on, which each machine may have elsewhere.

import { createHash } from 'node:crypto'
import { isAbsolute, join, relative } from 'node:path'
import { z } from 'zod'
import type { AudioFacts } from '../../audio/probe.ts'
import { Environment } from '../../errors.ts'
import { AUDIO_FORMATS } from '../../model/audio-format.ts'

/** Of a track that is being made, or of what is in the library already. */
export const PIECE_KINDS = ['track', 'library'] as const
export type PieceKind = (typeof PIECE_KINDS)[number]

/** What changes the result; programs and their places are each machine's own. */
const Encoding = z.strictObject({
  m4aCodec: z.enum(['alac', 'aac']),
  normaliseTo: z.number().optional(),
  timeoutMs: z.number(),
  maxSeconds: z.number().optional(),
})
export type Encoding = z.infer<typeof Encoding>

/** Measured by this program. */
const Facts = z.custom<AudioFacts>(value => typeof value === 'object' && value !== null)

/** A file in the folder of the start, and nowhere else. */
const FileName = z.string().regex(/^\w[\w.-]*$/)

/** What a machine of another version does not know, it does not do: nothing is left out in silence. */
const Piece = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('process'),
    input: z.string(),
    facts: Facts,
    outputs: z.partialRecord(z.enum(AUDIO_FORMATS), FileName),
    from: z.number().optional(),
    asItIs: z.boolean().optional(),
    encoding: Encoding,
  }),
  z.strictObject({ op: z.literal('check'), input: z.string(), encoding: Encoding }),
  z.strictObject({ op: z.literal('fingerprint'), input: z.string(), facts: Facts, encoding: Encoding }),
  z.strictObject({ op: z.literal('hear'), input: z.string(), from: z.number().optional(), encoding: Encoding }),
])
export type Piece = z.infer<typeof Piece>

/** @throws Environment when another version of the program asks for it: a machine that has that one may do it */
export function pieceIn(input: unknown): Piece {
  const piece = Piece.safeParse(input).data
  if (piece) return piece
  throw new Environment(
    'the coordinator runs another version of the program, and asks for work that this one does not know',
  )
}

/** What is asked of a file beside its decodes, and what a decode needs to end. */
const SLACK_MS = 10 * 60_000

/** No machine works on it longer; what makes files equally loud decodes twice. */
export const longestOf = ({ encoding: { timeoutMs, normaliseTo } }: Piece): number =>
  (normaliseTo === undefined ? 1 : 2) * timeoutMs + SLACK_MS

/** The same work has the same key, also when another coordinator asks for it. */
export const keyOf = (piece: Piece): string =>
  `${piece.op}:${createHash('sha256').update(JSON.stringify(piece)).digest('hex').slice(0, 32)}`

/** @returns undefined when it is not in the library: other machines do not have it */
export function fromLibrary(libraryDir: string, path: string): string | undefined {
  const told = relative(libraryDir, path)
  return told === '' || told.startsWith('..') || isAbsolute(told) ? undefined : told
}

/** @throws RangeError when it leads out of the library */
export function inLibrary(libraryDir: string, told: string): string {
  const path = join(libraryDir, told)
  if (fromLibrary(libraryDir, path) === undefined) throw new RangeError(`${told} is not in the library`)
  return path
}
