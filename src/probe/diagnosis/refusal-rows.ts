/*
 * Remedies by the words of a refusal, as gateways, translators and the models behind them put them.
 */

/** What a refusal says, and what to do about it. */
interface Row {
  readonly says: RegExp;
  readonly hint: string;
}

const TRANSLATE = 'or translate it for the model behind (Bedrock, Vertex, OpenAI)';

/** First match wins. */
export const REFUSALS: readonly Row[] = [
  {
    says: /content.?(?:filter|management|policy|safety)|guardrail|moderation|jailbreak|responsible ?ai|policy violation|prompt injection|injection detected|secret detected/i,
    hint: 'Exempt /v1/messages from content filters and guardrails, or have them note and not refuse: the prompts of the app hold words of security, code and shell.',
  },
  {
    says: /\btools? [\w"'`.]{1,64} (?:is|are) (?:not (?:allowed|permitted)|denied|forbidden|blocked)|\btool\b[^]{0,40}(?:deny.?list|allow.?list)/i,
    hint: 'Allow the tools that the engine offers, Bash and WebFetch among them: it offers all of them on every turn.',
  },
  {
    says: /tokens per min(?:ute)?\b|\bTPM\b/i,
    hint: 'Raise the limit of tokens a minute: a first turn alone is about 35,000 tokens, and each call of a tool sends it again.',
  },
  {
    says: /\bbudget\b[^]{0,40}exceed|exceed[^]{0,40}\bbudget\b|insufficient (?:credits?|funds|balance|quota)/i,
    hint: 'Raise the budget of this key, or top up the account behind the gateway.',
  },
  {
    says: /inference profile|on-demand throughput/i,
    hint: 'Have the gateway ask Bedrock for an inference profile of this model (us.anthropic.…, eu.anthropic.… or its ARN) in place of its bare ID.',
  },
  {
    says: /anthropic_version/i,
    hint: 'Have the gateway translate requests for Bedrock or Vertex, which want anthropic_version in the body: the app sends the header anthropic-version.',
  },
  {
    says: /enable-auto-tool-choice|tool-call-parser/i,
    hint: 'Start vLLM with --enable-auto-tool-choice and the --tool-call-parser of the model: the engine leaves the choice of tools to the model.',
  },
  {
    says: /thought_?signature/i,
    hint: 'Have the gateway keep the thought_signature that Gemini gives with a call and send it back with the result, or serve a Claude model.',
  },
  {
    says: /got null|content[^]{0,40}(?:must not be|cannot be|may not be) (?:null|empty)/i,
    hint: 'Have the gateway translate answers that hold calls of tools and no text: it sends an empty content, which the model behind refuses.',
  },
  {
    says: /\butf-?8\b|unicode|ISO-8859|latin-?1|non-?ascii|\bcharset\b/i,
    hint: 'Have the gateway take UTF-8 as it comes: the prompts of the app hold emoji and other signs beyond ASCII.',
  },
  {
    says: /query (?:parameter|string)|\bquery\b[^]{0,40}\bbeta\b/i,
    hint: 'Have the gateway take POST /v1/messages?beta=true: the app puts this query behind the path of every request.',
  },
  {
    says: /anthropic-beta|beta flag|\bbetas?\b/i,
    hint: 'Have the gateway forward the anthropic-beta header, or drop single values that the model behind does not know: the engine sends claude-code-20250219, interleaved-thinking-2025-05-14 and effort-2025-11-24 on every turn.',
  },
  {
    says: /context (?:length|window)|prompt is too long|too many (?:input )?tokens|input is too long/i,
    hint: 'Serve a model with a context window of 200,000 tokens (vLLM: --max-model-len): a first turn is about 35,000 tokens, and max_tokens is 32,000 or 64,000 beside it.',
  },
  {
    says: /budget_tokens[^]{0,80}(?:less than|below|smaller|lower|must be <)[^]{0,20}max_tokens|max_tokens[^]{0,40}(?:greater|more|larger) than[^]{0,40}budget/i,
    hint: 'Have the gateway leave max_tokens as it comes, or lower thinking.budget_tokens with it: the engine asks for 32,000 tokens and a budget of 31,999.',
  },
  {
    says: /budget_tokens/i,
    hint: 'Allow a thinking budget of 31,999 tokens: the engine asks for it of Haiku, and of other models up to 4.5.',
  },
  {
    says: /\btemperature\b|\btop_[pk]\b/i,
    hint: 'Have the gateway add no temperature, top_p or top_k of its own: the engine sends none, because thinking takes none.',
  },
  {
    says: /max_?(?:completion_|output_)?tokens|output tokens/i,
    hint: 'Raise the output limit of this model to 64,000 tokens, or have the gateway lower max_tokens instead of refusing it: the engine asks for 32,000 or 64,000.',
  },
  {
    says: /thinking\W{0,3} blocks?\b|messages\.\d{1,4}\.content[^]{0,40}thinking/i,
    hint: 'Have the gateway take thinking blocks in earlier turns: the engine sends them back with the calls of tools that they led to.',
  },
  {
    says: /\badaptive\b|thinking[^]{0,40}input should be/i,
    hint: 'Serve a model that takes thinking of type adaptive under this name, or have the gateway translate it: the engine sends it to Sonnet and Opus from 4.6 on.',
  },
  {
    says: /thinking/i,
    hint: 'Have the gateway pass thinking on as it comes (adaptive for the 4.6 models and later, enabled with budget_tokens for older ones): the engine sends it on every turn.',
  },
  {
    says: /effort\b[^]{0,80}(?:input should be|must be one of|invalid value|not a valid)/i,
    hint: 'Have the gateway take every effort that the engine sends, xhigh for Opus 4.7 among them, or lower it to what the model behind takes.',
  },
  {
    says: /effort\b[^]{0,60}not (?:supported|available|allowed)|not (?:support|take|allow)[^]{0,40}effort/i,
    hint: 'Serve a model that takes output_config.effort under this name, or have the gateway leave it out: the engine sends it to Sonnet from 4.6 and to Opus from 4.5 on.',
  },
  {
    says: /output_config|effort/i,
    hint: `Have the gateway forward output_config together with anthropic-beta, ${TRANSLATE}.`,
  },
  {
    says: /cache_control|prompt caching/i,
    hint: `Have the gateway forward cache_control, ${TRANSLATE}: it stands on system, messages and tools.`,
  },
  {
    says: /metadata|user_id|invalid '?user\b/i,
    hint: 'Have the gateway forward metadata.user_id, or drop it: it is JSON, and about 170 characters long.',
  },
  {
    says: /role.{0,80}system|system.{0,80}role|\bsystem messages?\b|(?:last|final) message.{0,40}\buser\b|alternat/is,
    hint: 'Have the gateway pass messages of role system inside messages on, or move them into the system prompt: the engine sends them to the newest models.',
  },
  {
    says: /description[^]{0,60}(?:control|newline|line break|invalid character|characters? (?:are|is) not)/i,
    hint: 'Have the gateway take tool descriptions with line breaks, quotes and signs beyond ASCII.',
  },
  {
    says: /\b(?:enum|const|pattern|format|default|minimum|maximum|m(?:in|ax)(?:Length|Items)|oneOf|items)\b[^]{0,20}(?:not (?:supported|permitted|allowed)|unsupported|unknown)|schema|\$schema|additionalProperties|propertyNames|exclusiveMinimum|anyOf|allOf|function_declarations|parameters/i,
    hint: 'Have the gateway remove the JSON Schema keywords that the model behind does not know from tools, instead of refusing the request.',
  },
  {
    says: /description/i,
    hint: 'Allow tool descriptions of any length: some of the engine are 20,000 characters long.',
  },
  {
    says: /\btools?\b|function call/i,
    hint: 'Serve a model that takes tools, and as many as the engine offers (27): without them no turn works.',
  },
  {
    says: /system prompts?\b[^]{0,80}(?:long|characters|tokens|exceed|at most|maximum)/i,
    hint: 'Allow system prompts of 30,000 characters and more: that of the engine is as long.',
  },
  {
    says: /\bsystem\b/i,
    hint: 'Have the gateway take the system prompt as an array of text blocks.',
  },
  {
    says: /tool_use|tool_result|input should be 'text'/i,
    hint: 'Have the gateway take tool_use and tool_result blocks in messages: after every call of a tool the engine sends both back.',
  },
  {
    says: /content block|messages\.\d+\.content/i,
    hint: 'Have the gateway take messages whose content is an array of several blocks.',
  },
  {
    says: /stream/i,
    hint: 'Have the gateway serve "stream": true on /v1/messages: the app always streams.',
  },
];
