// A world to break the program in: a Notion, media, a library with another program's files, and everything in one folder.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type FakeYtdlp, openFakeYtdlp } from '../../support/fake-ytdlp.ts'
import { wav } from '../../support/wav.ts'
import { openCanary, openMedia } from './loopback.ts'
import { type Ended, type Started, startProgram } from './program.ts'
import { openRemote, type Remote, TOKEN } from './remote.ts'
import { addWishes, isSearched, KINDS, type Kind, type Wish } from './rows.ts'
import { hashesIn } from './tree.ts'
import { uploadsOf } from './uploads.ts'

/** The formats whose places rows name. */
export type WorldFormat = 'm4a' | 'wav' | 'aiff'

export interface World extends AsyncDisposable {
  dir: string
  varDir: string
  libraryDir: string
  agentsDir: string
  remote: Remote
  wishes: readonly Wish[]
  canary: { connections(): number }
  /** Where rows without a link are searched for. */
  ytdlp?: FakeYtdlp
  /** Files that were there before, by path in `dir`, with their hashes. */
  before: ReadonlyMap<string, string>
  /** The sound that every finished track has. */
  sound: Buffer
  formats: readonly WorldFormat[]
  /** What each run said. */
  told: readonly string[]
  run(options?: RunOptions): Promise<Ended>
  start(options?: RunOptions): Started
}

export interface RunOptions {
  args?: readonly string[]
  failpoints?: string
  tree?: string
  under?: readonly string[]
}

export interface WorldOptions {
  kinds?: readonly Kind[]
  /** Whether the music sync is due. */
  sync?: boolean
  formats?: readonly WorldFormat[]
  /** Without a library, and without anybody's files. */
  isBare?: boolean
}

/** Every track of a world has this sound, so that each file can be checked against it. */
const SOUND = wav(0.5)

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const { kinds = KINDS, sync = true, formats = ['m4a', 'wav'], isBare = false } = options
  await using opening = new AsyncDisposableStack()
  const dir = mkdtempSync(join(tmpdir(), 'orchestrator-world-'))
  opening.defer(() => rmSync(dir, { recursive: true, force: true }))
  const remote = await openRemote()
  opening.defer(() => remote.close())
  const media = await openMedia(SOUND)
  opening.defer(() => media.close())
  const canary = await openCanary()
  opening.defer(() => canary.close())
  const ytdlp = kinds.some(isSearched) ? opening.use(await openFakeYtdlp()) : undefined
  await ytdlp?.holds(uploadsOf(SOUND))
  layOut(dir)
  if (!isBare) layForeign(dir)
  const wishes = await addWishes(remote, kinds, {
    file: pathToFileURL(join(dir, 'sources/song.wav')).href,
    web: media.url('/web.wav'),
    asked: media.url('/asked.wav'),
    barred: canary.url('/barred.wav'),
  })
  const varDir = join(dir, 'var')
  const settings = {
    ...basicsOf(dir),
    NOTION_BASE_URL: remote.url,
    AGENT_TASKS_DB_ID: remote.ids.agentTasks,
    TRACKS_DB_ID: remote.ids.tracks,
    ALLOW_PRIVATE_HOSTS: media.host,
    AUDIO_FORMATS: formats.join(),
    MUSIC_SYNC_ENABLED: String(sync),
    ...(ytdlp && { YTDLP_BIN: ytdlp.bin, SEARCH_SOURCES: 'youtube' }),
  }
  const told: string[] = []
  const start = ({ args = ['--once'], failpoints, tree, under }: RunOptions = {}) => {
    const started = startProgram({
      args: [...args, '--var', varDir, '--log-level', 'debug'],
      env: { ...settings, ...(failpoints ? { FAILPOINTS: failpoints } : {}) },
      cwd: join(dir, 'cwd'),
      tree,
      under,
    })
    const ended = started.ended.then(end => {
      told.push(`${end.signal ?? end.code}\n${end.stdout}${end.stderr}`)
      return end
    })
    return { ...started, ended }
  }
  const closing = opening.move()
  return {
    dir,
    varDir,
    libraryDir: join(dir, 'library'),
    agentsDir: join(dir, 'agents'),
    remote,
    wishes,
    canary,
    ytdlp,
    before: hashesIn(dir),
    sound: SOUND,
    formats,
    told,
    start,
    run: options => start(options).ended,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

function layOut(dir: string): void {
  for (const name of ['sources', 'home', 'cwd', 'tmp']) mkdirSync(join(dir, name))
  writeFileSync(join(dir, 'sources/song.wav'), SOUND)
}

/** Other programs' files stand beside ours, some with names such as ours have on their way. */
function layForeign(dir: string): void {
  for (const name of ['library/Unassigned', 'agents/Other-Agent/01_inbox'])
    mkdirSync(join(dir, name), { recursive: true })
  writeFileSync(join(dir, 'library/Unassigned/Somebody - Something.wav'), SOUND.subarray(0, 5000))
  writeFileSync(join(dir, 'library/Unassigned/.other-program.wav.part'), 'on its way')
  writeFileSync(join(dir, 'agents/Other-Agent/01_inbox/20260101T000000Z__HANDOFF__Other__0000.json'), '{}')
}

function basicsOf(dir: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: join(dir, 'home'),
    TMPDIR: join(dir, 'tmp'),
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    NOTION_TOKEN: TOKEN,
    NOTION_REQUESTS_PER_MINUTE: '6000',
    CLAIM_SETTLE: '0',
    TRACK_CONCURRENCY: '2',
    LIBRARY_DIR: join(dir, 'library'),
    AGENT_TRIGGERS_DIR: join(dir, 'agents'),
    FILE_ROOTS: join(dir, 'sources'),
  }
}
