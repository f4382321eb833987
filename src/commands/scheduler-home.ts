// What the schedulers of this system are given of it.

import { writeFile } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { runProgram, safeEnvironment } from '../run-program.ts'
import type { SchedulerHome } from '../schedule/scheduler.ts'
import { makePrivateFolder } from '../store/private.ts'

export function homeOf({ sessionBus, settings }: Config): SchedulerHome {
  const { uid } = userInfo()
  const env = {
    ...safeEnvironment(),
    XDG_RUNTIME_DIR: `/run/user/${uid}`,
    ...(sessionBus ? { DBUS_SESSION_BUS_ADDRESS: sessionBus } : {}),
  }
  const places: Record<string, string> = {
    crontab: settings.CRONTAB_BIN,
    launchctl: settings.LAUNCHCTL_BIN,
    systemctl: settings.SYSTEMCTL_BIN,
  }
  return {
    home: homedir(),
    uid,
    run: (program, args) => runForBytes(places[program] ?? program, args, env),
  }
}

async function runForBytes(program: string, args: readonly string[], env: Record<string, string>) {
  const heard: Uint8Array[] = []
  const readStdout = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) heard.push(chunk)
  }
  const ended = await runProgram(program, args, { env, timeoutMs: 60_000, readStdout })
  return { ...ended, stdout: Buffer.concat(heard).toString('latin1') }
}

/** The crontab as it was, beside the copies of the state. */
export const keepIn = (varDir: string) => async (crontab: string) => {
  const dir = join(varDir, 'backup')
  makePrivateFolder(dir)
  const stamp = new Date().toISOString().replace(/[:.]/g, '')
  await writeFile(join(dir, `crontab-${stamp}`), crontab, { mode: 0o600, encoding: 'latin1' })
}
