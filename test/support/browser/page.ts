// One page of a browser: what it asks for, what it complains of, and a hand that types.

import { writeFileSync } from 'node:fs'
import type { CdpSession } from './cdp.ts'

export interface Page {
  go(url: string): Promise<void>
  /** The value of an expression, awaited. */
  value<T>(expression: string): Promise<T>
  /** Waits until an expression is true in the page. */
  until(expression: string): Promise<void>
  look(width: number, height: number, scheme: 'light' | 'dark'): Promise<void>
  /** To a file. */
  screenshot(path: string): Promise<void>
  /** The keys of a keyboard: `Tab`, `Enter`, `ArrowRight` … */
  press(key: string): Promise<void>
  type(text: string): Promise<void>
  /** With a mouse, in the middle of the first element that the selector finds. */
  click(selector: string): Promise<void>
  /** As if the cable was pulled. */
  offline(isOff: boolean): Promise<void>
  /** Errors of scripts, of the console and of the content security policy, and dialogs that were opened. */
  complaints: string[]
  /** Every address that was asked for. */
  requested: string[]
}

const WAITS_MS = 45_000
const KEYS: Record<string, { code: number; text?: string }> = {
  Tab: { code: 9 },
  Enter: { code: 13, text: '\r' },
  Escape: { code: 27 },
  ' ': { code: 32, text: ' ' },
  ArrowLeft: { code: 37 },
  ArrowRight: { code: 39 },
}

export async function openPage(session: CdpSession): Promise<Page> {
  const complaints: string[] = []
  const requested: string[] = []
  session.on('Runtime.exceptionThrown', params => void complaints.push(`exception: ${JSON.stringify(params)}`))
  session.on('Runtime.consoleAPICalled', params => {
    if (params.type === 'error' || params.type === 'warning') complaints.push(`console: ${JSON.stringify(params.args)}`)
  })
  session.on('Log.entryAdded', params => void complaints.push(`log: ${JSON.stringify(params.entry)}`))
  session.on('Page.javascriptDialogOpening', params => {
    complaints.push(`dialog: ${JSON.stringify(params)}`)
    void session.send('Page.handleJavaScriptDialog', { accept: false })
  })
  session.on('Network.requestWillBeSent', ({ request }) => void requested.push(urlOf(request)))
  for (const part of ['Page', 'Runtime', 'Log', 'Network']) await session.send(`${part}.enable`)

  async function value<T>(expression: string): Promise<T> {
    const answer = await session.send<Evaluated<T>>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    })
    if (answer.exceptionDetails)
      throw new Error(`${expression}: ${answer.exceptionDetails.exception?.description ?? 'it threw'}`)
    return answer.result.value
  }

  async function press(key: string): Promise<void> {
    const { code, text } = KEYS[key] ?? { code: 0 }
    const about = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: code }
    await session.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', text, ...about })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...about })
  }

  return {
    complaints,
    requested,
    value,
    press,
    async go(url) {
      await session.send('Page.navigate', { url })
      await value('new Promise(done => document.readyState === "complete" ? done() : addEventListener("load", done))')
    },
    async until(expression) {
      const give = Date.now() + WAITS_MS
      while (!(await value<boolean>(`Boolean(${expression})`))) {
        if (Date.now() > give) {
          const seen = await value<string>('location.href + " " + document.body.innerText.slice(0, 3000)')
          throw new Error(`it never came: ${expression}\n${complaints.join('\n')}\n${seen}`)
        }
        await new Promise(resolve => setTimeout(resolve, 25))
      }
    },
    async look(width, height, scheme) {
      const size = { width, height, deviceScaleFactor: 1, mobile: width < 600 }
      await session.send('Emulation.setDeviceMetricsOverride', size)
      const features = [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]
      await session.send('Emulation.setEmulatedMedia', { features })
    },
    async screenshot(path) {
      const { data } = await session.send<{ data: string }>('Page.captureScreenshot', { format: 'png' })
      writeFileSync(path, Buffer.from(data, 'base64'))
    },
    type: text => session.send('Input.insertText', { text }),
    async click(selector) {
      const place = await value<{ x: number; y: number }>(
        `(() => { const found = document.querySelector(${JSON.stringify(selector)}); found.scrollIntoView({ block: 'center', behavior: 'instant' });
          const box = found.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 } })()`,
      )
      for (const type of ['mousePressed', 'mouseReleased'])
        await session.send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount: 1 })
    },
    offline: isOff =>
      session.send('Network.emulateNetworkConditions', {
        offline: isOff,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      }),
  }
}

interface Evaluated<T> {
  result: { value: T }
  exceptionDetails?: { exception?: { description?: string } }
}

const urlOf = (request: unknown): string =>
  typeof request === 'object' && request !== null && 'url' in request ? String(request.url) : ''
