// Fingerprints as the product makes them: ffmpeg decodes, both channels are put together, the library listens.

import { createFingerprinter } from '../../src/audio/analysis/fingerprint.ts'
import { wordsOf } from '../../src/audio/analysis/fingerprint-words.ts'
import { runProgram } from '../../src/run-program.ts'

const RATE = 44_100

export interface HeardFile {
  words: Uint32Array
  seconds: number
}

/** @param most seconds that are decoded */
export async function hearFile(ffmpeg: string, path: string, most = 150): Promise<HeardFile> {
  const chunks: Uint8Array[] = []
  const readStdout = async (stdout: AsyncIterable<Uint8Array>) => {
    for await (const chunk of stdout) chunks.push(chunk)
  }
  const decoded = ['-map', '0:a:0', '-t', String(most), '-ac', '1', '-ar', String(RATE), '-f', 'f32le', 'pipe:1']
  await runProgram(ffmpeg, ['-nostdin', '-v', 'error', '-i', path, ...decoded], { readStdout })
  const bytes = Buffer.concat(chunks)
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  return hearSamples(samples)
}

/** Mono, at 44.1 kHz. */
export async function hearSamples(samples: Float32Array): Promise<HeardFile> {
  const fingerprinter = await createFingerprinter()
  fingerprinter.push(samples)
  const text = fingerprinter.finish()
  return { words: text ? wordsOf(text) : new Uint32Array(0), seconds: samples.length / RATE }
}

/** What is done to music on its way: name, options for ffmpeg, file. */
export const TRANSFORMATIONS: readonly (readonly [string, readonly string[], string])[] = [
  ['MP3 128k', ['-b:a', '128k'], 'b.mp3'],
  ['AAC 128k', ['-c:a', 'aac', '-b:a', '128k'], 'b.m4a'],
  ['Opus 96k', ['-ar', '48000', '-c:a', 'libopus', '-b:a', '96k'], 'b.opus'],
  ['at 48 kHz', ['-ar', '48000'], 'b.wav'],
  ['3 dB louder', ['-af', 'volume=3dB'], 'b.wav'],
  ['3 dB quieter', ['-af', 'volume=-3dB'], 'b.wav'],
  ['2 s of silence in front', ['-af', 'adelay=2000|2000'], 'b.wav'],
  ['without its first 5 s', ['-ss', '5'], 'b.wav'],
  ['tagged again', ['-c', 'copy', '-metadata', 'title=Another', '-metadata', 'artist=Somebody'], 'b.wav'],
]
