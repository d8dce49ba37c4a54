import { expect, test } from 'vitest';
import { placeholderIn } from '../../src/schema/placeholder.ts';

test.for<[string, string, object?]>([
  ['<your-key>', '<your-key>'],
  ['<你的上游API密钥>', '<你的上游API密钥>'],
  ['你的API密钥', '你的'],
  ['您的密钥', '您的'],
  ['请输入密钥', '请输入'],
  ['ваш-ключ', 'ваш'],
  ['sk-вашего токена', 'вашего'],
  ['введите ключ', 'введите'],
  ['ここに入力', 'ここに'],
  ['여기에 키', '여기에'],
  ['dein-api-key', 'dein-api-key'],
  ['IHR_SCHLÜSSEL', 'IHR_SCHLÜSSEL'],
  ['votre-clé', 'votre-clé'],
  ['su-clave-aqui', 'su-clave-aqui'],
  ['‹key›', '‹key›'],
  ['【密钥】', '【密钥】'],
  ['[redacted]', '[redacted]'],
  ['<redacted>', '<redacted>'],
  ['REDACTED', 'REDACTED'],
  ['xxxx', 'xxxx'],
  ['API_KEY', 'API_KEY'],
  ['GATEWAY_API_KEY', 'GATEWAY_API_KEY'],
  ['TENANT_ID', 'TENANT_ID'],
  ['https://gateway.example.com/v1/ACCOUNT_ID/anthropic', 'ACCOUNT_ID'],
  ['https://ACCOUNT_ID.gateway.example.com', 'ACCOUNT_ID'],
  ['/path/to/helper.sh', '/path/to/'],
  ['/absolute/path/to/helper', '/absolute/path/to/'],
  ['C:\\path\\to\\helper.exe', 'C:\\path\\to\\'],
])('%s holds the placeholder %s', ([text, found]) => {
  expect(placeholderIn(text)).toBe(found);
});

test.for<[string, object?]>([
  ['${env:YOUR_API_KEY}'],
  ['Bearer ${env:API_KEY}'],
  ['${file:/path/to/key}'],
  ['sk-live-4f9a8b7c6d5e'],
  ['claude-sonnet-4-5'],
  ['https://gateway.example.com/anthropic'],
  ['https://gateway.example.com/paths/token'],
  ['/opt/path/tools/helper'],
  ['--env=API_KEY', { argument: true }],
  ['API_KEY', { argument: true }],
  ['Frag in deinem Team nach.', { prose: true }],
  ['回答时请用你的语言。', { prose: true }],
  ['Example GmbH & Söhne'],
  ['Zürich'],
  ['мой-ключ'],
  ['tokens'],
  ['[::1]'],
])('%s holds none', ([text, options]) => {
  expect(placeholderIn(text, options)).toBeUndefined();
});
