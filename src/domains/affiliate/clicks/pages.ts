const page = (title: string, words: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/welcome.css">
</head>
<body>
<main>
<h1>${title}</h1>
<p class="lead">${words}</p>
</main>
</body>
</html>
`

export const unknownPage = page(
  'This link leads nowhere',
  'It may be cut short or spelled wrong. Ask whoever sent it for the whole address.',
)
export const revokedPage = page('This link has ended', 'It led somewhere once and does so no more.')
export const awayPage = page('This link does not work just now', 'Try it again in a moment.')
export const methodPage = page('This is a link', 'It is for opening in a browser, and takes nothing else.')
