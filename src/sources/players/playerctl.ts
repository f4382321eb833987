// Linux: whatever player speaks MPRIS, through playerctl.

import { runProgram, safeEnvironment } from '../../run-program.ts'
import { FIELD_END, type PlayerSays, RECORD_END, recordsIn, secondsOf, textOf } from './player-says.ts'

const FIELDS = [
  'playerName',
  'status',
  'mpris:trackid',
  'xesam:title',
  'xesam:artist',
  'xesam:album',
  'mpris:length',
  'xesam:url',
]
const FORMAT = FIELDS.map(field => `{{${field}}}`).join(FIELD_END) + RECORD_END
const MICROSECONDS = 1_000_000
const TIMEOUT_MS = 3000

interface Playerctl {
  bin: string
  /** The address of the person's D-Bus; default: where systems with systemd have it. */
  sessionBus?: string
}

/** @throws Environment when playerctl is not there; Transient when it hangs */
export async function askPlayerctl({ bin, sessionBus }: Playerctl, signal?: AbortSignal): Promise<PlayerSays[]> {
  const args = ['--all-players', 'metadata', '--format', FORMAT]
  const bus = sessionBus ?? `unix:path=/run/user/${process.getuid?.() ?? 0}/bus`
  const env = { ...safeEnvironment(), DBUS_SESSION_BUS_ADDRESS: bus }
  const { exitCode, stdout } = await runProgram(bin, args, { signal, timeoutMs: TIMEOUT_MS, env })
  if (exitCode !== 0) return [] // no player, or no bus
  return recordsIn(stdout, FIELDS.length).map(says)
}

function says([player, status, id, title, artist, album, length, url]: string[]): PlayerSays {
  return {
    player: textOf(player),
    isPlaying: textOf(status) === 'Playing',
    id: textOf(id).replace(/^'|'$/g, ''), // playerctl quotes the paths of objects
    title: textOf(title),
    artist: textOf(artist),
    album: textOf(album),
    seconds: secondsOf(length, MICROSECONDS),
    url: textOf(url),
  }
}
