// A mail server of a few lines: it keeps what it is sent.

import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

export interface SmtpServer extends AsyncDisposable {
  url: string
  mails: { from: string; to: string; text: string }[]
  /** What the next letter is answered; default: it is taken. */
  refusals: string[]
}

export async function smtpServer(): Promise<SmtpServer> {
  const mails: SmtpServer['mails'] = []
  const refusals: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    void converse(socket, mails, refusals)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refusals,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function converse(socket: Socket, mails: SmtpServer['mails'], refusals: string[]): Promise<void> {
  const say = (line: string) => void socket.write(`${line}\r\n`)
  let letter: string[] | undefined
  let from = ''
  let to = ''
  say('220 test')
  for await (const line of createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (letter) {
      if (line !== '.') letter.push(line)
      else {
        const refusal = refusals.shift()
        if (!refusal) mails.push({ from, to, text: letter.join('\n') })
        say(refusal ?? '250 taken')
        letter = undefined
      }
      continue
    }
    if (/^mail from/i.test(line)) from = line
    if (/^rcpt to/i.test(line)) to = line
    if (/^data/i.test(line)) {
      letter = []
      say('354 go on')
    } else say(/^quit/i.test(line) ? '221 bye' : '250 ok')
  }
}
