import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** The way to a server, which a test may cut or stop up. */
export interface FrailNetwork {
  port: number
  /** Ends every connection and takes no new one, until `mend`. */
  cut(): void
  /** Breaks every connection as soon as somebody says that to the server, as one does that dies over it, and takes no new one. */
  dieOver(statement: RegExp): void
  /** Lets nothing through and says nothing, until `mend`. */
  stopUp(): void
  mend(): void
  close(): void
}

export async function frailNetwork(target: { host: string; port: number }): Promise<FrailNetwork> {
  const sockets = new Set<Socket>()
  let deadly: RegExp | undefined
  let state: 'whole' | 'cut' | 'stopped-up' = 'whole'
  const die = (): void => {
    state = 'cut'
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy()
      return
    }
    const far = connect(target)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        for (const other of [near, far]) other.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (deadly?.test(bytes.toString('latin1'))) die()
      if (state === 'whole') far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (state === 'whole') near.write(bytes)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    cut: () => {
      state = 'cut'
      endAll()
    },
    dieOver: (statement) => {
      deadly = statement
    },
    stopUp: () => {
      state = 'stopped-up'
    },
    mend: () => {
      // What went into a network that was stopped up is lost, and with it the order of both sides.
      if (state === 'stopped-up') endAll()
      state = 'whole'
    },
    close: () => {
      endAll()
      server.close()
    },
  }
}
