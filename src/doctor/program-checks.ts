// The programs: those the work needs, and those that single services need.

import { type Capabilities, capabilitiesOf } from '../audio/capabilities.ts'
import { requireEncoders } from '../audio/encoders.ts'
import { findFpcalc, findProgram } from '../audio/programs.ts'
import { onPath } from '../find-program.ts'
import type { AgentBook } from '../model/agents/agents.ts'
import { runProgram } from '../run-program.ts'
import type { Settings } from '../settings.ts'
import { openVersions } from '../sources/ytdlp-version.ts'
import { type Check, failed, ok, type Seen, warning } from './check.ts'

export interface ProgramDeps {
  settings: Settings
  /** Undefined while agents.json is broken. */
  agents: AgentBook | undefined
  now: () => number
}

/** The oldest ffmpeg that is tried with every change. */
const OLDEST_FFMPEG = [4, 1] as const
const INSTALL_FFMPEG = 'brew install ffmpeg (macOS) or apt install ffmpeg (Debian, Ubuntu)'
const INSTALL_YTDLP =
  "brew install yt-dlp (macOS), pipx install 'yt-dlp[default,curl-cffi]' (elsewhere; packages of distributions are too old)"
const ASKING_MS = 15_000

export const programChecks = (deps: ProgramDeps): Check[] => [
  { name: 'Node', look: () => [ok(`${process.versions.node} (${process.execPath})`)] },
  { name: 'ffmpeg', look: () => ffmpegSeen(deps.settings) },
  { name: 'ffprobe', look: signal => ffprobeSeen(deps.settings, signal) },
  { name: 'fpcalc', atWorst: 'warning', look: () => fpcalcSeen(deps.settings) },
  { name: 'yt-dlp', atWorst: 'warning', look: () => ytdlpSeen(deps) },
  { name: 'bubblewrap', look: () => cageSeen(deps.agents) },
]

async function ffmpegSeen(settings: Settings): Promise<Seen[]> {
  const path = findProgram('ffmpeg', settings.FFMPEG_BIN)
  const able = await capabilitiesOf(path)
  requireEncoders(settings.AUDIO_FORMATS, { facts: ANY_SOURCE, m4aCodec: settings.M4A_CODEC }, able)
  const found = `${able.version}, makes ${settings.AUDIO_FORMATS.join(', ')} (${path})`
  return [isOld(able) ? warning(`${found}: older than any that was tried`, INSTALL_FFMPEG) : ok(found)]
}

/** Nothing of it is a format of ours, so that every encoder is asked for. */
const ANY_SOURCE = {
  container: 'wav',
  codec: 'pcm_s24le',
  sampleRate: 44_100,
  channels: 2,
  bitDepth: 24,
  hasPicture: false,
  tags: {},
} as const

/** A build of a day between releases says no number. */
function isOld({ version }: Capabilities): boolean {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined) return false
  return Number(major) < OLDEST_FFMPEG[0] || (Number(major) === OLDEST_FFMPEG[0] && Number(minor) < OLDEST_FFMPEG[1])
}

async function ffprobeSeen({ FFPROBE_BIN }: Settings, signal: AbortSignal): Promise<Seen[]> {
  const path = findProgram('ffprobe', FFPROBE_BIN)
  const { exitCode, stdout } = await runProgram(path, ['-hide_banner', '-version'], { signal, timeoutMs: ASKING_MS })
  if (exitCode !== 0) return [failed(`${path} does not tell its version (it ended with ${exitCode})`, INSTALL_FFMPEG)]
  return [ok(`${/^ffprobe version (\S+)/.exec(stdout)?.[1] ?? 'of an unknown version'} (${path})`)]
}

function fpcalcSeen({ FPCALC_BIN }: Settings): Seen[] {
  const path = findFpcalc(FPCALC_BIN)
  return [ok(path ?? 'not there, and not needed: fingerprints are made without it')]
}

/** Each site needs one that is new enough for it. */
async function ytdlpSeen({ settings, now }: ProgramDeps): Promise<Seen[]> {
  const bin = settings.YTDLP_BIN
  if (!bin.includes('/') && onPath(bin) === undefined)
    return [warning('not there: nothing is fetched from SoundCloud, YouTube and other pages', INSTALL_YTDLP)]
  const warned: string[] = []
  const versions = openVersions({ now, warn: sentence => warned.push(sentence) })
  const answers = await Promise.allSettled(
    (['soundcloud', 'youtube', 'web'] as const).map(site => versions.of(bin, site)),
  )
  const faults = answers.flatMap(answer => (answer.status === 'rejected' ? [String(answer.reason.message)] : []))
  const version = answers.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value.text] : []))[0]
  const said = [...new Set(faults.length > 0 ? faults : warned)]
  return said.length > 0 ? said.map(sentence => split(sentence)) : [ok(`${version}`)]
}

/** Behind the last colon stands what brings it up to date. */
function split(sentence: string): Seen {
  const at = sentence.lastIndexOf(': ')
  return at === -1 ? warning(sentence, INSTALL_YTDLP) : warning(sentence.slice(0, at), sentence.slice(at + 2))
}

/** Programs of agents run only where they can be shut in. */
function cageSeen(agents: AgentBook | undefined): Seen[] {
  const caged = (agents?.agents ?? []).filter(({ program }) => program?.shutIn)
  if (caged.length === 0) return [ok('not needed: agents.json has no "command" that is shut in')]
  const found = onPath('bwrap') ?? onPath('sandbox-exec')
  if (found) return [ok(`${caged.map(({ name }) => name).join(', ')} can be shut in (${found})`)]
  return [
    failed(
      `${caged.map(({ name }) => name).join(', ')} cannot be run: nothing here can shut an agent in`,
      'apt install bubblewrap, or set "shutIn": false for it in agents.json',
    ),
  ]
}
