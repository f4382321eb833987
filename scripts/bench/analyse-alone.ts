// The analysis by itself: analyse-alone.ts FILE [COUNT], a file of stereo f32 samples measured so many times.

import { createReadStream } from 'node:fs'
import { createAnalyser } from '../../src/audio/analysis/analyser.ts'

const [file = '', count = '1', ...flags] = process.argv.slice(2)
for (let number = 0; number < Number(count); number += 1) {
  const analyser = await createAnalyser({ fingerprint: !flags.includes('--no-fingerprint') })
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
    analyser.push(new Float32Array(new Uint8Array(chunk).buffer))
  const { analysis } = analyser.finish()
  if (number === 0) console.log(JSON.stringify(analysis))
}
