import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('warning', 'Releases differ in what this means');

export const docs = (): CodeDoc => ({
  why: 'Releases before and after the change read the same configuration differently, and the fleet has both.',
  fix: 'Say explicitly what is meant, so that every release does the same.',
  wrong: set({
    isDesktopExtensionEnabled: false,
    autoModeEnabled: false,
    otlpEndpoint: 'https://otlp.example.com',
  }),
  right: set({
    isDesktopExtensionEnabled: false,
    autoModeEnabled: false,
    otlpEndpoint: 'https://otlp.example.com',
    otlpTracesEnabled: false,
  }),
  flags: { target: '1.46388.1' },
});
