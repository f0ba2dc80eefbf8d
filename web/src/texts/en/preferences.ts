export const preferences = {
  title: 'Settings',
  account: 'Account',
  signedInAs: (username: string) => `Signed in as ${username}`,
  signOut: 'Sign out',
  setUp: 'Set-up guide',
  setUpHint: 'Site, first reading, Google Sheet and utility, step by step.',
  language: 'Language',
  colours: 'Colours',
  auto: 'As the device',
  light: 'Light',
  dark: 'Dark',
  roles: {
    admin: 'Administrator: may do everything.',
    operator: 'Operator: records, corrects, and submits to the utility.',
    recorder: 'Recorder: records readings and sees them.',
    viewer: 'Viewer: sees readings.',
  },
}
