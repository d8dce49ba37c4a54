/** Inquirer.js as its authors ship it now: a package a prompt. Only the prompts that the wizard asks are bundled. */
export { default as checkbox } from '@inquirer/checkbox';
export { default as confirm } from '@inquirer/confirm';
export { default as input } from '@inquirer/input';
export { default as password } from '@inquirer/password';
export { default as select } from '@inquirer/select';
