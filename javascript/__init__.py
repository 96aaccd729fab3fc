"""The translator of rules and custom functions into functions.js. It makes shipped files, and is not shipped itself."""
