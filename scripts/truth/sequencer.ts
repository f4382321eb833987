// Projects of sequencers that Debian ships, rendered by their own programs: the tempo is the project's, and constant.

import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { inflateSync } from 'node:zlib'
import type { Builder, Piece } from './piece.ts'
import { ffmpeg, isThere } from './synthetic-files.ts'

const run = promisify(execFile)
const LMMS = '/usr/share/lmms/projects'
const HYDROGEN = '/usr/share/hydrogen/data/demo_songs'
/** Long enough for any tempo, and the slow start of a project is not all of it. */
const SECONDS = 90
const RENDER_MS = 400_000
/** Hydrogen's songs are played at these tempi too: real samples and patterns, at awkward speeds. */
const TEMPO_FACTORS = [1, 0.871, 1.137]

export const buildSequencer: Builder = async dir => {
  await mkdir(dir, { recursive: true })
  const parts = [await lmmsPieces(dir), await hydrogenPieces(dir)]
  return { pieces: parts.flatMap(part => part.pieces), skipped: parts.flatMap(part => part.skipped) }
}

async function lmmsPieces(dir: string): Promise<{ pieces: Piece[]; skipped: string[] }> {
  const names = await readdir(LMMS, { recursive: true }).catch(() => [])
  if (names.length === 0) return { pieces: [], skipped: ['projects of LMMS: no packages lmms, lmms-common'] }
  const pieces: Piece[] = []
  const skipped: string[] = []
  for (const name of names.filter(path => /(demos|shorties)\/.*\.mmpz?$/.test(path)).sort()) {
    const bpm = steadyTempo(await projectText(join(LMMS, name)))
    const family = basename(name).replace(/\.mmpz?$/, '')
    const path = join(dir, `lmms-${family.replace(/[^\w-]/g, '')}.wav`)
    const args = ['--allowroot', 'render', join(LMMS, name), '-f', 'wav']
    if (!bpm) skipped.push(`${name}: its tempo is automated`)
    else if (await rendered(path, out => run('lmms', [...args, '-o', out], options)))
      pieces.push({ name: `lmms ${family}`, path, kind: 'sequencer', family, bpm })
    else skipped.push(`${name}: lmms could not render it`)
  }
  return { pieces, skipped }
}

const options = { timeout: RENDER_MS, env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' } }

/** Packed projects have four bytes of length before zlib's. */
async function projectText(path: string): Promise<string> {
  const bytes = await readFile(path)
  return (path.endsWith('z') ? inflateSync(bytes.subarray(4)) : bytes).toString('utf8')
}

/** An automated tempo is an element of its own, not an attribute. */
const steadyTempo = (project: string) => Number(/<head [^>]*\bbpm="([\d.]+)"/.exec(project)?.[1] ?? 0)

async function hydrogenPieces(dir: string): Promise<{ pieces: Piece[]; skipped: string[] }> {
  const songs = (await readdir(HYDROGEN).catch(() => [])).filter(name => name.endsWith('.h2song')).sort()
  if (songs.length === 0) return { pieces: [], skipped: ['songs of Hydrogen: no packages hydrogen, hydrogen-data'] }
  const pieces: Piece[] = []
  const skipped: string[] = []
  for (const song of songs) {
    const text = await readFile(join(HYDROGEN, song), 'utf8')
    const own = Number(/<bpm>([\d.]+)<\/bpm>/.exec(text)?.[1])
    const family = song.replace('.h2song', '')
    for (const factor of TEMPO_FACTORS) {
      const bpm = Math.round(own * factor * 10) / 10
      const path = join(dir, `hydrogen-${family}-${bpm}.wav`)
      const changed = `${path}.h2song`
      await writeFile(changed, text.replace(/<bpm>[\d.]+<\/bpm>/, `<bpm>${bpm}</bpm>`))
      const args = ['-s', changed, '-d', 'auto']
      if (await rendered(path, out => run('h2cli', [...args, '-o', out], options)))
        pieces.push({ name: `hydrogen ${family} ${bpm}`, path, kind: 'sequencer', family, bpm })
      else skipped.push(`${song}: h2cli could not render it`)
      await rm(changed)
    }
  }
  return { pieces, skipped }
}

/** The first part of what a program writes; short songs are played again from the start only by the listener. */
async function rendered(path: string, render: (out: string) => Promise<unknown>): Promise<boolean> {
  if (await isThere(path)) return true
  const raw = `${path}.raw.wav`
  try {
    await render(raw)
    await ffmpeg(['-i', raw, '-t', String(SECONDS), '-ac', '1', '-ar', '44100', '-f', 'wav', `${path}.new`])
    await rename(`${path}.new`, path)
    return true
  } catch {
    return false
  } finally {
    await rm(raw, { force: true })
  }
}
