import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newVar, orchestrator, type RunningCli, startOrchestrator } from '../support/cli.ts'
import { openReceiver } from '../support/webhook-receiver.ts'

let varDir: string
beforeEach(async () => {
  varDir = await newVar()
})
afterEach(() => rm(varDir, { recursive: true }))

interface Announced {
  url: string
  tracks: string
  webhook: { url: string; verificationToken: string } | null
}

/** Starts the server and waits for what it prints. */
async function serve(...args: string[]): Promise<{ running: RunningCli; announced: Announced }> {
  const running = startOrchestrator(['workspace', 'serve', '--port', '0', '--json', '--var', varDir, ...args])
  const { promise, resolve, reject } = Promise.withResolvers<Announced>()
  let printed = ''
  running.child.stdout?.on('data', chunk => {
    printed += String(chunk)
    if (printed.endsWith('}\n')) resolve(JSON.parse(printed))
  })
  void running.ended.then(({ stderr }) => reject(new Error(stderr)))
  return { running, announced: await promise }
}

async function stop({ child, ended }: RunningCli): Promise<number> {
  child.kill('SIGINT')
  return (await ended).code
}

const headers = { authorization: 'Bearer t', 'notion-version': '2025-09-03', 'content-type': 'application/json' }

describe('workspace serve', () => {
  it('has limits, a lag and a webhook when they are asked for, and the webhook the next time too', async () => {
    const receiver = await openReceiver()
    const flags = ['--rate-limit', '3', '--space-limit', '50', '--lag', '40']
    const first = await serve(...flags, '--webhook', receiver.url, '--webhook-delay', '50')
    const { url, tracks, webhook } = first.announced
    await receiver.until(() => receiver.taken.length === 1)
    expect(receiver.taken[0]?.event).toEqual({ verification_token: webhook?.verificationToken })
    expect(await (await fetch(`${url}/switches`)).json()).toMatchObject({
      rateLimits: { connection: 3, space: 50 },
      lagMs: 40,
      webhook: { delayMs: 50 },
    })
    const made = await fetch(`${url}/v1/pages`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ parent: { database_id: tracks }, properties: {} }),
    })
    expect(made.status).toBe(200)
    await receiver.until(() => receiver.types().includes('page.created'))
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await fetch(`${url}/v1/users/me`, { headers })).status),
    )
    expect(statuses.toSorted()).toEqual([200, 200, 429])
    expect(await stop(first.running)).toBe(0)

    const second = await serve()
    expect(second.announced.webhook).toEqual(webhook)
    expect(await stop(second.running)).toBe(0)
    const third = await serve('--webhook', 'off')
    expect(third.announced.webhook).toBeNull()
    expect(await stop(third.running)).toBe(0)
    expect(receiver.taken.filter(each => each.event.verification_token !== undefined)).toHaveLength(1)
    receiver.close()
  })

  it.each([
    [['--rate-limit', '0'], '--rate-limit expects a whole number of at least 1'],
    [['--space-limit', 'x'], '--space-limit expects a whole number of at least 1'],
    [['--lag', '-5'], '--lag expects a whole number of at least 0'],
    [['--webhook', 'ftp://x'], '--webhook expects an http or https address, or off'],
    [['--webhook-delay', '1.5'], '--webhook-delay expects a whole number of at least 0'],
  ])('refuses %j', async (flags, said) => {
    const { code, stderr } = await orchestrator(['workspace', 'serve', '--var', varDir, ...flags])
    expect([code, stderr.split('\n')[0]]).toEqual([2, `orchestrator: ${said}`])
  })
})
