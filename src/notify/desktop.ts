// The desktop of this machine. Texts go as arguments, never into a script.

import { Environment } from '../errors.ts'
import { variables } from '../find-program.ts'
import { runProgram } from '../run-program.ts'
import { type Channel, cut, oneLine } from './channel.ts'

export interface DesktopPrograms {
  osascript: string
  notifySend: string
  platform: NodeJS.Platform
  /** Where the desktop listens (Linux). */
  sessionBus?: string
}

const TITLE = 100
const BODY = 250
const LIMIT_MS = 10_000
const SCRIPT = ['on run argv', 'display notification (item 2 of argv) with title (item 1 of argv)', 'end run'].flatMap(
  line => ['-e', line],
)

export const desktop = ({ osascript, notifySend, platform, sessionBus }: DesktopPrograms): Channel => ({
  name: 'desktop',
  async send(message, signal) {
    const title = cut(oneLine(message.title), TITLE)
    const body = cut(oneLine(message.body), BODY)
    const isMac = platform === 'darwin'
    const program = isMac ? osascript : notifySend
    const args = isMac
      ? [...SCRIPT, title, body]
      : ['--app-name=orchestrator', '--urgency=normal', '--', title, markup(body)]
    const bus: Record<string, string> = sessionBus ? { DBUS_SESSION_BUS_ADDRESS: sessionBus } : {}
    const env = { ...variables(['PATH', 'HOME', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR']), ...bus }
    const { exitCode } = await runProgram(program, args, { signal, timeoutMs: LIMIT_MS, env })
    if (exitCode !== 0) throw new Environment(`${program} ended with ${exitCode}: is somebody at the desktop?`)
  },
})

/** What stands below the title is read as markup. */
const markup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
