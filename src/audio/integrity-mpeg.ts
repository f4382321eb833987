// MP3 and raw AAC: frames in a row, each with a header that gives its length. Every one of them is looked at.

import type { Structure } from './integrity.ts'
import type { Reader } from './integrity-reader.ts'
import { endBeforeTags, id3Length } from './integrity-tags.ts'
import { type Frame, frameIn, promisedFrames } from './mpeg-frame.ts'

/** Longer than any frame with the header of the next. */
const ENOUGH = 16_384
/** Frames are looked for so far. What is longer, and no tag, was meant to be music. */
const FAR = 1 << 20
/** Counts in headers are off by one or two: some count the header's own frame. */
const COUNT_SLACK = 2

interface Walk {
  /** Where the next frame would begin. */
  at: number
  frames: number
  seconds: number
  promised?: number
}

export async function framesOf(reader: Reader): Promise<Structure> {
  const end = await endBeforeTags(reader)
  const walk: Walk = { at: (await nextFrame(reader, 0, end)) ?? end, frames: 0, seconds: 0 }
  while (walk.at < end) {
    const { at } = walk
    const bytes = await reader.at(at, ENOUGH)
    const frame = frameIn(bytes)
    if (frame && at + frame.length > end) return { damage: 'cut: its last frame is not whole' }
    if (frame) {
      take(walk, frame, bytes)
      continue
    }
    if ((await nextFrame(reader, at + 1, end)) !== undefined || end - at > FAR)
      return { damage: 'damaged: between its frames lies something that is no music' }
    break
  }
  const { frames, seconds, promised } = walk
  if (frames === 0) return {}
  if (promised !== undefined && frames < promised - COUNT_SLACK)
    return { damage: `cut: it has ${count(frames)} of ${count(promised)} frames` }
  return { seconds, end: walk.at < reader.size ? walk.at : undefined }
}

const count = (value: number) => value.toLocaleString('en')

/** The first frame may hold no music but their number. */
function take(walk: Walk, frame: Frame, bytes: Buffer): void {
  walk.at += frame.length
  const promised = walk.frames === 0 ? promisedFrames(bytes.subarray(0, frame.length)) : undefined
  if (promised !== undefined && walk.promised === undefined) {
    walk.promised = promised
    return
  }
  walk.frames += 1
  walk.seconds += frame.samples / frame.rate
}

/** Where frames begin again: three in a row, as chance makes one easily. */
async function nextFrame(reader: Reader, from: number, end: number): Promise<number | undefined> {
  const tag = id3Length(await reader.at(from, 10))
  const far = Math.min(end, from + tag + FAR)
  for (let at = from + tag; at < far; ) {
    const found = (await reader.at(at, ENOUGH)).indexOf(0xff)
    if (found < 0) {
      at += ENOUGH
      continue
    }
    at += found
    if (await isRow(reader, at, end)) return at
    at += 1
  }
  return undefined
}

async function isRow(reader: Reader, start: number, end: number): Promise<boolean> {
  let at = start
  let first: Frame | undefined
  for (let number = 0; number < 3; number += 1) {
    if (first && at >= end - 4) return at === end
    const frame = frameIn(await reader.at(at, 8))
    if (!frame || (first && (frame.rate !== first.rate || frame.kind !== first.kind))) return false
    first ??= frame
    at += frame.length
  }
  return true
}
