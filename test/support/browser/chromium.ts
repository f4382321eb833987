// A real browser without a window, told what to do over the Chrome DevTools Protocol.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type CdpSession, connectCdp } from './cdp.ts'
import { openPage, type Page } from './page.ts'

export interface Chromium extends AsyncDisposable {
  open(): Promise<Page>
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
const STARTS_WITHIN_MS = 60_000

/** Undefined where none is installed. */
export const CHROMIUM = NAMES.find(name => {
  try {
    execFileSync('which', [name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

export async function startChromium(): Promise<Chromium> {
  if (CHROMIUM === undefined) throw new Error('expected chromium: apt install chromium')
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'))
  const child = spawn(CHROMIUM, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const stop = async () => {
    const ended = new Promise(resolve => child.once('close', resolve))
    if (child.exitCode === null && child.pid !== undefined) {
      process.kill(-child.pid, 'SIGKILL')
      await ended
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  try {
    const browser = await connectCdp(await addressOf(child))
    return {
      async open() {
        const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
        const attached = { targetId, flatten: true }
        const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', attached)
        const session: CdpSession = browser.session(sessionId)
        return openPage(session)
      },
      async [Symbol.asyncDispose]() {
        browser.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** No window, no sound card, no first-run talk with its maker. */
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--remote-debugging-port=0',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--mute-audio',
  '--autoplay-policy=no-user-gesture-required',
  '--hide-scrollbars',
]

/** It says on stderr where it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('its stderr is not there')
  const lines = createInterface({ input: child.stderr })
  const said: string[] = []
  const found = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`it did not start: ${said.slice(-5)}`)), STARTS_WITHIN_MS)
    lines.on('line', line => {
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (address === undefined) {
        said.push(line)
        return
      }
      clearTimeout(late)
      resolve(address)
    })
    child.once('error', reject)
    child.once('exit', code => {
      clearTimeout(late)
      reject(new Error(`chromium ended with ${code}: ${said.slice(-5).join('\n')}`))
    })
  })
  return found
}
