// Tags by themselves: tags-alone.ts COUNT FILE…, each file tagged so many times.

import { openAudio } from '../../src/audio/audio.ts'
import { formatOf } from '../../src/model/audio-format.ts'
import { BENCH_TAGS } from './audio-tags.ts'

const [count = '1', ...files] = process.argv.slice(2)
const audio = openAudio({ m4aCodec: 'alac', timeoutMs: 60_000 })
for (let number = 0; number < Number(count); number += 1)
  for (const file of files) await audio.tag(file, formatOf(file) ?? 'wav', BENCH_TAGS)
