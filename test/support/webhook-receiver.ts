// A webhook's other end: takes deliveries in, or refuses them as a test says.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Taken {
  body: string
  event: Record<string, unknown>
  signature: string
  /** What was answered. */
  status: number
}

export async function openReceiver() {
  const taken: Taken[] = []
  const receiver = {
    url: '',
    /** All deliveries, the handshake and refused ones too. */
    taken,
    answer: (_delivery: Omit<Taken, 'status'>): number => 200,
    /** Events that were taken in, without the handshake. */
    events: () => taken.filter(each => each.status < 300 && each.event.id !== undefined).map(each => each.event),
    types: (): string[] => receiver.events().map(event => String(event.type)),
    /** Waits until it holds. */
    async until(holds: () => boolean): Promise<void> {
      for (let waited = 0; !holds(); waited += 10) {
        if (waited > 8000) throw new Error(`it never holds; there came ${JSON.stringify(taken.map(each => each.body))}`)
        await sleep(10)
      }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const delivery = { body, event: JSON.parse(body), signature: String(request.headers['x-notion-signature']) }
    const status = receiver.answer(delivery)
    taken.push({ ...delivery, status })
    response.writeHead(status).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  receiver.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`
  return receiver
}
