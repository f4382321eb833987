// The analysis library by itself: reads stereo f32 samples from a file and measures them.

import { createReadStream } from 'node:fs'
import { createAnalyser } from '../../src/audio/analysis/analyser.ts'

const analyser = await createAnalyser()
for await (const chunk of createReadStream(process.argv[2] ?? '', { highWaterMark: 1 << 20 })) {
  analyser.push(new Float32Array(new Uint8Array(chunk).buffer))
}
console.log(JSON.stringify(analyser.finish()))
