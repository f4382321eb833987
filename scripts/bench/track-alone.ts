// Tracks made and measured by the audio tools alone: track-alone.ts INPUT FOLDER COUNT AT_ONCE. Prints the time it took.

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import PQueue from 'p-queue'
import { openAudio } from '../../src/audio/audio.ts'
import { BENCH_TAGS } from './audio-tags.ts'

const [input = '', folder = '', count = '1', atOnce = '1'] = process.argv.slice(2)
const FORMATS = ['m4a', 'wav', 'aiff'] as const
const audio = openAudio({ m4aCodec: 'alac', timeoutMs: 3_600_000 })
const { signal } = new AbortController()

async function makeTrack(number: number): Promise<void> {
  const dir = join(folder, `track-${number}`)
  await mkdir(dir, { recursive: true })
  const outputs = Object.fromEntries(FORMATS.map(format => [format, join(dir, `out.${format}`)]))
  const facts = await audio.probe(input, signal)
  await audio.process({ input, facts, outputs, signal })
  for (const format of FORMATS) await audio.tag(outputs[format] ?? '', format, BENCH_TAGS)
  await rm(dir, { recursive: true })
}

const queue = new PQueue({ concurrency: Number(atOnce) })
const began = performance.now()
await queue.addAll(Array.from({ length: Number(count) }, (_, number) => () => makeTrack(number)))
console.log(`wall-ms ${performance.now() - began}`)
