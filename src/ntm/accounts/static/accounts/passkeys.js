// Joins the buttons marked data-passkey to the library that talks with the browser's passkeys. A browser that has none
// never shows them: each waits in a part marked data-passkey-box, which is hidden until this script runs.
(() => {
  if (!window.PublicKeyCredential) return

  const byId = name => document.getElementById(name)
  const kinds = {
    login: (button, ids) => window.allauth.webauthn.forms.loginForm({ ids: { ...ids, login: button.id } }),
    add: (button, ids) => window.allauth.webauthn.forms.addForm({ ids: { ...ids, add: button.id } }),
    authenticate: (button, ids) => window.allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: button.id } })
  }

  for (const button of document.querySelectorAll('[data-passkey]')) {
    const ids = { credential: button.dataset.credential }
    if (button.dataset.options) ids.data = button.dataset.options
    if (button.dataset.passwordless) ids.passwordless = button.dataset.passwordless
    kinds[button.dataset.passkey](button, ids)
  }
  for (const box of document.querySelectorAll('[data-passkey-box]')) box.hidden = false

  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    const told = byId('passkey-error')
    if (told) told.hidden = false
  })
})()
