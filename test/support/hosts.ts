// Several hosts on one machine: network namespaces on a bridge, each with an address and a name of its own (Linux, as root).

import { execFileSync } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { orchestratorWords, type RunningCli, startProgram } from './cli.ts'

export interface Host {
  name: string
  /** The program runs there. */
  start(args: readonly string[], environment: Record<string, string>): RunningCli
  /** Its cable is drawn: nothing comes or goes, and nobody is told. */
  cut(): void
  mend(): void
}

export interface Hosts extends AsyncDisposable {
  all: readonly Host[]
  /** Where the machine of the test is for them. */
  address: string
  /** On the way to each, in ms; undefined: the kernel has no `netem`. */
  delayMs?: number
  /** What listens on the loopback address of this machine. @returns the port for the hosts */
  offer(port: number): Promise<number>
}

const DELAY_MS = 1

/** @returns undefined where hosts can be made; else what it lacks */
export function whyNoHosts(): string | undefined {
  try {
    using network = networkOf(`probe${process.pid}`)
    network.addHost(1)
    return undefined
  } catch (error) {
    return `no network namespaces can be made here (iproute2 and unshare, as root, on Linux): ${error}`
  }
}

export async function openHosts(names: readonly string[]): Promise<Hosts> {
  await using opening = new AsyncDisposableStack()
  const network = opening.use(networkOf(`host${process.pid}`))
  const offered = opening.use(new AsyncDisposableStack())
  const running: RunningCli[] = []
  const all = names.map((name, n): Host => {
    const { inside, link } = network.addHost(n + 1)
    return {
      name,
      start(args, environment) {
        const named = ['unshare', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"', name]
        const program = startProgram([...inside, ...named, ...orchestratorWords(args)], environment)
        running.push(program)
        return program
      },
      cut: () => ip('link', 'set', link, 'down'),
      mend: () => ip('link', 'set', link, 'up'),
    }
  })
  const open = opening.move()
  return {
    all,
    address: network.address,
    ...(network.isDelayed && { delayMs: DELAY_MS }),
    async offer(port) {
      return offered.use(await forwarded(network.address, port)).port
    },
    async [Symbol.asyncDispose]() {
      for (const { child } of running) child.kill('SIGKILL')
      await Promise.all(running.map(({ ended }) => ended))
      await open.disposeAsync()
    },
  }
}

const ip = (...words: string[]) => void execFileSync('ip', words, { stdio: 'pipe' })

/** Addresses by the process, so that several may be there at once. */
function networkOf(name: string) {
  const part = `10.${128 + ((process.pid >> 8) & 127)}.${process.pid & 255}`
  const address = `${part}.254`
  const bridge = `${name.slice(0, 12)}b`
  const spaces: string[] = []
  let isDelayed = false
  ip('link', 'add', bridge, 'type', 'bridge')
  ip('addr', 'add', `${address}/24`, 'dev', bridge)
  ip('link', 'set', bridge, 'up')
  return {
    address,
    get isDelayed() {
      return isDelayed
    },
    addHost(n: number) {
      const space = `${name}-${n}`
      const link = `${name.slice(0, 12)}${n}`
      ip('netns', 'add', space)
      spaces.push(space)
      const inside = ['ip', 'netns', 'exec', space]
      ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space)
      ip('link', 'set', link, 'master', bridge, 'up')
      ip('-n', space, 'addr', 'add', `${part}.${n}/24`, 'dev', 'eth0')
      for (const device of ['lo', 'eth0']) ip('-n', space, 'link', 'set', device, 'up')
      isDelayed = delay(link)
      return { inside, link }
    },
    [Symbol.dispose]() {
      for (const space of spaces) ip('netns', 'del', space)
      ip('link', 'del', bridge)
    },
  }
}

function delay(link: string): boolean {
  try {
    execFileSync('tc', ['qdisc', 'add', 'dev', link, 'root', 'netem', 'delay', `${DELAY_MS}ms`], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

async function forwarded(address: string, to: number): Promise<AsyncDisposable & { port: number }> {
  const server = createServer(socket => {
    const other = connect(to, '127.0.0.1')
    socket.on('error', () => other.destroy()).on('close', () => other.destroy())
    other.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.pipe(other).pipe(socket)
    sockets.add(socket.on('close', () => sockets.delete(socket)))
  })
  const sockets = new Set<{ destroy(): unknown }>()
  await new Promise<void>(resolve => server.listen(0, address, resolve))
  const listening = server.address()
  return {
    port: typeof listening === 'object' && listening ? listening.port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
