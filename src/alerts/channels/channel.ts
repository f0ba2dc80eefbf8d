/** What is told of an alert: a short line for a screen, the whole for who opens it. */
export interface Notice {
  title: string
  text: string
}

/** One way to tell people. A new one is a file here and a line in `channels.ts`. */
export interface Channel {
  name: string
  /** @throws Error with a sentence that holds no secret */
  send(notice: Notice): Promise<void>
}
