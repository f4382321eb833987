// macOS: Spotify's app and Music say what they play, to whoever may ask them (Automation, in the system settings).

import { Environment } from '../../errors.ts'
import { runProgram } from '../../run-program.ts'
import { FIELD_END, type PlayerSays, recordsIn, secondsOf, textOf } from './player-says.ts'

interface App {
  name: string
  id: string
  /** How many of its units of duration are a second. */
  aSecond: number
}

const APPS: readonly App[] = [
  { name: 'Spotify', id: 'id', aSecond: 1000 },
  { name: 'Music', id: 'persistent ID', aSecond: 1 },
]
const FIELDS = 6
const TIMEOUT_MS = 3000
/** AppleScript's number for a request that the person has not allowed. */
const NOT_ALLOWED = /\(-1743\)/

/** @throws Environment when osascript is not there, or the person has not allowed it; Transient when it hangs */
export async function askApps(bin: string, signal?: AbortSignal): Promise<PlayerSays[]> {
  const said: PlayerSays[] = []
  for (const app of APPS) {
    const says = await askApp(bin, app, signal)
    if (says) said.push(says)
    if (says?.isPlaying) break
  }
  return said
}

async function askApp(bin: string, app: App, signal?: AbortSignal): Promise<PlayerSays | undefined> {
  const { exitCode, stdout, stderr } = await runProgram(bin, ['-e', scriptFor(app)], { signal, timeoutMs: TIMEOUT_MS })
  if (NOT_ALLOWED.test(stderr))
    throw new Environment(`${app.name} may not be asked what it plays: allow it under Privacy & Security, Automation`)
  if (exitCode !== 0) return undefined // not installed, or it has no track
  const [fields] = recordsIn(stdout, FIELDS)
  if (!fields) return undefined
  const [state, id, title, artist, album, duration] = fields
  return {
    player: app.name,
    isPlaying: /^playing$|kPSP/.test(textOf(state)),
    id: textOf(id),
    title: textOf(title),
    artist: textOf(artist),
    album: textOf(album),
    seconds: secondsOf(duration, app.aSecond),
    url: '',
  }
}

/** An app that is not running would be started by being asked. */
function scriptFor({ name, id }: App): string {
  const between = ` & (character id ${FIELD_END.charCodeAt(0)}) & `
  const fields = ['name', 'artist', 'album', 'duration'].map(field => `(${field} of current track)`)
  const all = ['(player state as string)', `(${id} of current track)`, ...fields].join(between)
  return `if application "${name}" is running then tell application "${name}" to return ${all}`
}
