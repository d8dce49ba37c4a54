/** The package's version; a test holds it equal to package.json, and it costs no file read at start-up. */
export const VERSION = '0.1.0';
