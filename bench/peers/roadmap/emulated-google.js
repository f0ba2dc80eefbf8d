// google-spreadsheet knows one address only; this leads its requests to the emulator. Imported before it.
const emulator = process.env.GOOGLE_API_URL
const google = /^https:\/\/(?:sheets|www)\.googleapis\.com/
const send = globalThis.fetch

globalThis.fetch = (input, options) => {
  const isRequest = input instanceof Request
  const url = isRequest ? input.url : String(input)
  const target = url.replace(google, emulator)
  return send(isRequest ? new Request(target, input) : target, options)
}
