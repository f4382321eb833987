// What receipts and measurements say, as far as they are what they should be: other versions of the program wrote some.

import { z } from 'zod'
import { isLosslessCodec } from '../../audio/probe.ts'
import { camelot, keyName } from '../../model/musical-key.ts'
import { originOf } from '../../model/true-quality.ts'
import type { TrackDetail } from './api.ts'

const key = z.object({ pitchClass: z.number(), mode: z.enum(['major', 'minor']) })
const Measured = z.object({
  seconds: z.number(),
  tempo: z
    .object({
      bpm: z.number(),
      confidence: z.number(),
      alternatives: z.array(z.number()).default([]),
      drift: z.object({ from: z.number(), to: z.number() }).optional(),
    })
    .optional(),
  key: z.object({ key, confidence: z.number(), alternative: key.optional(), tuning: z.number() }).optional(),
  loudness: z.number().optional(),
  loudnessRange: z.number().optional(),
  truePeak: z.number().optional(),
  cutoff: z.number().optional(),
  missing: z.array(z.string()).default([]),
})

export function measuredOf(kept: unknown): TrackDetail['measured'] {
  const { data } = Measured.safeParse(kept)
  if (!data) return undefined
  const { key: found, ...rest } = data
  if (!found) return rest
  const { key: one, alternative, ...more } = found
  return {
    ...rest,
    key: { name: keyName(one), camelot: camelot(one), alternative: alternative && keyName(alternative), ...more },
  }
}

const value = <T extends z.ZodType>(type: T) => z.object({ value: type }).optional().catch(undefined)
const Written = z.object({
  written: z.object({
    codec: value(z.string()),
    bitRate: value(z.number()),
    sampleRate: value(z.number()),
    channels: value(z.number()),
    source: value(z.string()),
  }),
})

/** @param receipt of what was written back */
export function qualityOf(receipt: unknown, cutoff: number | undefined): TrackDetail['quality'] {
  const written = Written.safeParse(receipt).data?.written
  if (!written?.codec) return undefined
  const { codec, bitRate, sampleRate, channels } = written
  const known = { codec: codec.value, bitRate: bitRate?.value, sampleRate: sampleRate?.value }
  const origin = originOf({ ...known, isLossless: isLosslessCodec(known.codec), cutoff })
  return { ...known, channels: channels?.value, origin }
}

export const sourceOf = (receipt: unknown): string | undefined => Written.safeParse(receipt).data?.written.source?.value

const Proved = z.object({
  proof: z.array(z.object({ check: z.string(), verdict: z.enum(['pass', 'fail', 'unknown']), says: z.string() })),
})

export const proofOf = (receipt: unknown): TrackDetail['evidence']['checks'] =>
  Proved.safeParse(receipt).data?.proof ?? []
