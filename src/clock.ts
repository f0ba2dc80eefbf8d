/** Milliseconds since the epoch, UTC. Time enters the code only through one of these, so that tests can move it. */
export type Clock = () => number

export const systemClock: Clock = Date.now
