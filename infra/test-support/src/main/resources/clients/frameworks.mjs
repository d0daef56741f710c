import assert from 'node:assert/strict';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { ChatAnthropic } from '@langchain/anthropic';
import { tool as langchainTool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { apiKey, base, model, run } from './scenarios.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;
const anthropic = createAnthropic({ baseURL: `${base}/v1`, apiKey });
const openai = createOpenAI({ baseURL: `${base}/v1`, apiKey });
const weather = tool({
  description: 'Tells the weather.',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `rain in ${city}`,
});
const prompt = '[[tool weather {"city":"Łódź"}]]';
const vercel = { messages: anthropic(model), chat: openai.chat(model), responses: openai.responses(model) };
const langchain = {
  messages: new ChatAnthropic({ model, apiKey, anthropicApiUrl: base, maxRetries: 0, maxTokens: 2048 }),
  chat: new ChatOpenAI({ model, apiKey, configuration: { baseURL: `${base}/v1` }, maxRetries: 0 }),
  responses: new ChatOpenAI({ model, apiKey, configuration: { baseURL: `${base}/v1` }, maxRetries: 0, useResponsesApi: true }),
};
const langchainWeather = langchainTool(async ({ city }) => `rain in ${city}`, {
  name: 'weather',
  description: 'Tells the weather.',
  schema: z.object({ city: z.string() }),
});

const scenarios = {};
for (const [surface, language] of Object.entries(vercel)) {
  scenarios[`vercel-${surface}-tools`] = async () => {
    const { text, steps } = await generateText({ model: language, tools: { weather }, stopWhen: stepCountIs(3), prompt, maxRetries: 0 });
    assert.equal(steps.length, 2);
    assert.match(text, /^The tool said: .*rain in Łódź/);
  };
  scenarios[`vercel-${surface}-stream`] = async () => {
    const result = streamText({ model: language, tools: { weather }, stopWhen: stepCountIs(3), prompt, maxRetries: 0 });
    let shown = '';
    for await (const delta of result.textStream) shown += delta;
    assert.match(shown, /^The tool said: .*rain in Łódź/);
    assert.ok((await result.totalUsage).totalTokens > 0);
  };
  scenarios[`vercel-${surface}-object`] = async () => {
    const { output } = await generateText({ model: language, output: Output.object({ schema: z.object({ city: z.string(), people: z.number() }) }), prompt: 'Name a city.', maxRetries: 0 });
    assert.deepEqual(output, { city: 'Paris', people: 7 });
  };
}
for (const [surface, chat] of Object.entries(langchain)) {
  scenarios[`langchain-${surface}-tools`] = async () => {
    const bound = chat.bindTools([langchainWeather]);
    const question = { role: 'user', content: prompt };
    const first = await bound.invoke([question]);
    assert.equal(first.tool_calls.length, 1);
    const result = await langchainWeather.invoke(first.tool_calls[0]);
    const second = await bound.invoke([question, first, result]);
    assert.match(second.text, /^The tool said: rain in Łódź/);
    const { input_tokens, output_tokens, total_tokens } = second.usage_metadata;
    assert.equal(total_tokens, input_tokens + output_tokens);
  };
  scenarios[`langchain-${surface}-stream`] = async () => {
    let all;
    for await (const chunk of await chat.stream('[[say Grüße, 世界 🐎]]')) all = all ? all.concat(chunk) : chunk;
    assert.equal(all.text, 'Grüße, 世界 🐎');
    // LangChain adds what message_start and message_delta say of the output.
    assert.ok(all.usage_metadata.output_tokens >= 12);
  };
}
await run(scenarios);
