// workspace serve: the local workspace on a loopback port, with the switches that were asked for, until a signal.

import { openLocalWorkspace } from '../../app.ts'
import type { Config } from '../../config.ts'
import { Environment, messageOf, UsageFault } from '../../errors.ts'
import { serveWorkspace } from '../../workspace/serve.ts'
import type { SwitchInput } from '../../workspace/switches/settings.ts'
import { sendWebhooks } from '../../workspace/switches/webhooks/send-webhooks.ts'
import {
  type Subscription,
  subscribe,
  subscriptionOf,
  unsubscribe,
} from '../../workspace/switches/webhooks/subscription.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { print, wholeNumber } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'

export async function serve(flags: WorkspaceFlags, config: Config): Promise<number> {
  const port = portIn(flags)
  const switches = switchesIn(flags)
  const webhook = webhookIn(flags)
  if (flags.dryRun) {
    print(flags, { would: 'serve', port }, [`would serve the local workspace on 127.0.0.1:${port}`])
    return 0
  }
  await using open = new AsyncDisposableStack()
  const workspace = await openLocalWorkspace(config, false)
  open.defer(() => workspace.close())
  workspace.switches.set(switches)
  const server = await serveWorkspace(workspace, { port }).catch(error => {
    throw new Environment(`${messageOf(error)}: --port N takes another port, --port 0 any free one`, { cause: error })
  })
  open.defer(() => server.close())
  const subscription = subscriptionAfter(workspace, webhook)
  if (subscription) {
    const webhooks = sendWebhooks({
      store: workspace.store,
      settings: () => workspace.switches.settings().webhook,
      say: line => void process.stderr.write(`webhook: ${line}\n`),
    })
    open.defer(() => webhooks.close())
  }
  // Listened for before anybody is told that they may stop it.
  const stopped = new Promise<void>(resolve => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  announce(flags, workspace, { url: server.url, subscription })
  await stopped
  return 0
}

const DEFAULT_PORT = 4870
const HIGHEST_PORT = 65_535

/** @throws UsageFault unless it is one; 0 stands for any that is free */
function portIn({ port = DEFAULT_PORT }: WorkspaceFlags): number {
  if (Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return port
  throw new UsageFault(`--port expects a whole number from 0 to ${HIGHEST_PORT}`)
}

function switchesIn(flags: WorkspaceFlags): SwitchInput {
  return {
    rateLimits: {
      connection: wholeNumber('--rate-limit', flags.rateLimit, 1),
      space: wholeNumber('--space-limit', flags.spaceLimit, 1),
    },
    lagMs: wholeNumber('--lag', flags.lag, 0),
    webhook: { delayMs: wholeNumber('--webhook-delay', flags.webhookDelay, 0) },
  }
}

/** A URL, or `off`; undefined leaves the file's webhook as it is. */
function webhookIn({ webhook }: WorkspaceFlags): string | undefined {
  if (webhook === undefined || webhook === 'off') return webhook
  const protocol = URL.canParse(webhook) ? new URL(webhook).protocol : ''
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new UsageFault('--webhook expects an http or https address, or off')
  return webhook
}

function subscriptionAfter({ store }: Workspace, webhook: string | undefined): Subscription | undefined {
  if (webhook === 'off') unsubscribe(store)
  else if (webhook !== undefined) return subscribe(store, webhook)
  return subscriptionOf(store)
}

interface Served {
  url: string
  subscription: Subscription | undefined
}

function announce(flags: WorkspaceFlags, { ids }: Workspace, { url, subscription }: Served): void {
  const { agentTasks, tracks, playlists, artists, issues } = ids
  const webhook = subscription ? { url: subscription.url, verificationToken: subscription.token } : null
  print(flags, { url, agentTasks, tracks, playlists, artists, issues, webhook }, [
    `The local workspace answers as a Notion API at ${url} (any token; Ctrl-C ends).`,
    `  Agent-Tasks      ${agentTasks}`,
    `  Music Tracks     ${tracks}`,
    ...(playlists ? [`  Music Playlists  ${playlists}`] : []),
    ...(artists ? [`  Music Artists    ${artists}`] : []),
    ...(issues ? [`  Issues+Questions ${issues}`] : []),
    ...(webhook ? [`  Webhook          ${webhook.url} (verification token ${webhook.verificationToken})`] : []),
    `  curl -H 'Authorization: Bearer local' -H 'Notion-Version: 2025-09-03' ${url}/v1/databases/${tracks}`,
  ])
}
