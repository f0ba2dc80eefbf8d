export const signIn = {
  username: 'Username',
  password: 'Password',
  showPassword: 'Show or hide the password',
  title: 'Sign in',
  submit: 'Sign in',
  ended: 'You were signed out. Please sign in again.',
  alreadySetUp: 'The first account was made already. Sign in with it.',
  setup: {
    title: 'Welcome',
    intro: 'Make the first account. It is the administrator of this Meterbridge.',
    token: 'Set-up code',
    tokenHint: 'The part after “token=” in the link that the service printed when it started.',
    passwordHint: '8 characters or more; a few words are easy to remember.',
    submit: 'Make the account',
  },
}
