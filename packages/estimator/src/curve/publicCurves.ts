import type { TaskKind } from "./taskKind.ts";

/** Where the curves were measured, as published. */
export const PUBLIC_SOURCES: readonly string[] = [
  "https://github.com/paul-rottger/efficient-low-resource-hate-detection/tree/3228efa0ab833906d052c096eafda2800ea7b47d",
  "https://github.com/huggingface/setfit/tree/0f8e322ce7c62eeb7b2d113f88f1b1fc37777692",
  "https://github.com/TevenLeScao/pet/tree/b6b3764bbba8e414b0450184c388eb1e59160a72",
  "https://github.com/MoritzLaurer/less-annotating-with-bert-nli/tree/f31c640902202490256d3ca95c454c39bd3c7551",
  "https://github.com/uds-lsv/transfer-distant-transformer-african/tree/a46ec8e90334c0fb8ee16a690af1aabf927be902",
  "https://github.com/pruizf/d25-llm-stdir/tree/3c174756b1e3fa02c3670fdbff8087a26d135ea7",
  "https://github.com/kjappelbaum/gptchem/tree/615339fd3520edfd03292690a339554d1f27f171",
  "https://github.com/linhaowei1/Fine-tuning-Scaling-Law/tree/5214568013af65e3cefd03860ecd7bc9358b308c",
  "https://github.com/haukelicht/group_mention_detection/tree/2fc1a7e8054fcb19d45e22a9fee00995221e6996",
  "https://huggingface.co/DOOGLAK",
  "https://github.com/Turing-Online-Safety-Codebase/cheap_learning/tree/3700559baedcffb7cea0cbf50a3d05234c58a7dd",
  "https://huggingface.co/anas-awadalla",
  "https://github.com/Kaleidophon/nlp-low-resource-uncertainty/tree/7f9627ed6fc5e8e084d6a37d74f7aa0e49651ac1",
  "https://github.com/MantisAI/setfit_experiments/tree/2ce1a8f92de584229a1f63b00596070d3372f409",
  "https://github.com/joaquinorradre/NLP_Assignment_2/tree/72da120586244af9414c551c5ca97370b80ec58f",
  "https://github.com/frischub/DLT_MP/tree/a3a938351bca0aef2a00a9840285f5a02a0003b0",
];

/** A published curve: source, kind of task, whether gaps are shares or losses, millions of parameters, what it is, and sizes with gaps. */
export type PublicCurve = readonly [
  source: number,
  task: TaskKind,
  metric: "share" | "loss",
  parameters: number | null,
  name: string,
  points: readonly number[],
];

/**
 * Learning curves of fine-tuned language models. A line with # begins those of one source, kind of task and metric at the sizes
 * that follow it, in examples; under it a curve is a line: millions of parameters (- where not known), what it is, and the gap to
 * the best value (1 − score, or the loss) at each size, in 1e-4. Means over the runs that the sources publish; figures only.
 * Licences: Apache-2.0 (setfit, pet, Fine-tuning-Scaling-Law), MIT (less-annotating, gptchem, NLP_Assignment_2, models of
 * anas-awadalla), CC0 (group_mention_detection); of the others figures alone are taken. Read 2026-11-25.
 */
const TABLE = `
# 0 classification share 10 20 30 50 100 200 300 500 1000 2000
109 | bas19_es_test_2000 · robertuito_es_bas19_es | 5353 4951 4421 4072 3419 2758 2342 2036 1733 1559
278 | bas19_es_test_2000 · xlmt_dyn21_en_0_rs1_bas19_es | 5865 5239 5129 4474 3965 3043 2629 2337 2141 1912
278 | bas19_es_test_2000 · xlmt_dyn21_en_20000_rs1_bas19_es | 3704 3439 3158 2972 2817 2546 2366 2151 1948 1795
278 | bas19_es_test_2000 · xlmt_fou18_en_20000_rs1_bas19_es | 4377 4129 3982 3836 3548 3200 2865 2499 2183 1970
278 | bas19_es_test_2000 · xlmt_ken20_en_20000_rs1_bas19_es | 3882 3881 3666 3654 3318 3038 2769 2556 2337 2088
109 | for19_pt_test_2000 · bertimbau_pt_for19_pt | 5474 5396 5584 4981 4112 3287 3182 3097 2909 2747
278 | for19_pt_test_2000 · xlmt_dyn21_en_0_rs1_for19_pt | 5959 5841 5938 5507 4870 3281 3196 2977 2857 2726
278 | for19_pt_test_2000 · xlmt_dyn21_en_20000_rs1_for19_pt | 3767 3652 3621 3469 3224 2994 3007 2953 2841 2836
278 | for19_pt_test_2000 · xlmt_fou18_en_20000_rs1_for19_pt | 3412 3430 3404 3386 3073 2923 2979 2938 2841 2738
278 | for19_pt_test_2000 · xlmt_ken20_en_20000_rs1_for19_pt | 3791 3547 3599 3612 3371 3121 3137 3047 2938 2887
110 | has21_hi_test_2000 · hibert_hi_has21_hi | 5314 5314 5259 5258 4964 4537 4468 4344 4166 4010
278 | has21_hi_test_2000 · xlmt_dyn21_en_0_rs1_has21_hi | 5314 5314 5314 5314 5314 5314 5256 4561 4406 4379
278 | has21_hi_test_2000 · xlmt_dyn21_en_20000_rs1_has21_hi | 4779 4828 4719 4808 4668 4428 4380 4270 4099 4047
278 | has21_hi_test_2000 · xlmt_fou18_en_20000_rs1_has21_hi | 4534 4546 4406 4468 4607 4359 4292 4255 4172 4143
278 | has21_hi_test_2000 · xlmt_ken20_en_20000_rs1_has21_hi | 5006 4793 4900 5050 4794 4378 4387 4459 4150 4034
136 | ous19_ar_test_1000 · arabert_ar_ous19_ar | 5205 5169 5352 4710 4717 3356 3559 2880 2802 2789
278 | ous19_ar_test_1000 · xlmt_dyn21_en_0_rs1_ous19_ar | 5784 5663 5654 5663 5079 3088 3066 3096 2944 2990
278 | ous19_ar_test_1000 · xlmt_dyn21_en_20000_rs1_ous19_ar | 4616 4797 4731 4088 3705 3445 3222 3100 3191 2956
278 | ous19_ar_test_1000 · xlmt_fou18_en_20000_rs1_ous19_ar | 3921 3852 3712 3632 3280 3193 3149 3193 2994 2983
278 | ous19_ar_test_1000 · xlmt_ken20_en_20000_rs1_ous19_ar | 3952 3985 3839 3791 3454 3281 3295 3219 3117 3119
111 | san20_it_test_2000 · umberto_it_san20_it | 5635 6014 5580 4359 3072 2743 2550 2386 2219 2053
278 | san20_it_test_2000 · xlmt_dyn21_en_0_rs1_san20_it | 5539 6010 6514 4448 3665 3046 2725 2609 2337 2218
278 | san20_it_test_2000 · xlmt_dyn21_en_20000_rs1_san20_it | 3550 3730 3341 3178 2890 2740 2688 2639 2399 2293
278 | san20_it_test_2000 · xlmt_fou18_en_20000_rs1_san20_it | 3212 3366 3090 2944 2815 2674 2624 2594 2448 2369
278 | san20_it_test_2000 · xlmt_ken20_en_20000_rs1_san20_it | 3598 3558 3371 3270 3164 2866 2779 2634 2458 2398
# 1 classification share 4 8 16 32 64 128
355 | SentEval-CR · setfit/all-roberta-large-v1 | 3340 3039 1839 1058 912 866
66 | SentEval-CR · transformers/distilbert-base-uncased | 5906 4991 4491 3837 2568 2255
110 | SentEval-CR · setfit/paraphrase-mpnet-base-v2-epochs_2 | 2341 1854 1147 1102 997 956
355 | SentEval-CR · transformers/roberta-large | 5830 4592 4122 2683 1523 1109
# 1 classification share 8 16 32 64 128 256
355 | ag_news · setfit/all-roberta-large-v1 | 3481 2559 1902 1406 1270 1132
66 | ag_news · transformers/distilbert-base-uncased | 5139 3650 2393 1841 1586 1319
110 | ag_news · setfit/paraphrase-mpnet-base-v2-epochs_2 | 3536 2270 1709 1500 1308 1196
355 | ag_news · transformers/roberta-large | 5035 3099 1833 1471 1246 1156
# 1 classification share 4 8 16 32 64 128
355 | amazon_counterfactual_en · setfit/all-roberta-large-v1 | 4451 4080 3500 2805 2269 1789
66 | amazon_counterfactual_en · transformers/distilbert-base-uncased | 4702 4345 3947 3019 2300 1915
110 | amazon_counterfactual_en · setfit/paraphrase-mpnet-base-v2-epochs_2 | 4036 3646 2987 2538 2287 1903
355 | amazon_counterfactual_en · transformers/roberta-large | 4852 4556 4539 3911 3246 2361
# 1 classification share 12 24 48 96 192 384
355 | emotion · setfit/all-roberta-large-v1 | 7368 6332 5202 3809 3004 2213
66 | emotion · transformers/distilbert-base-uncased | 8166 7183 7373 6343 4422 2914
110 | emotion · setfit/paraphrase-mpnet-base-v2-epochs_2 | 7034 6370 5122 4056 3157 2380
355 | emotion · transformers/roberta-large | 8064 6896 7130 5747 4169 3502
# 1 classification share 10 20 40 80 160 320
355 | sst5 · setfit/all-roberta-large-v1 | 7039 6544 5755 5324 4940 4707
66 | sst5 · transformers/distilbert-base-uncased | 7379 7594 6812 6621 6346 5860
110 | sst5 · setfit/paraphrase-mpnet-base-v2-epochs_2 | 6598 6124 5642 5298 5051 4812
355 | sst5 · transformers/roberta-large | 7558 7626 6653 6105 5949 5408
# 2 reasoning share 10 20 32 50 70 100 140 200 320 500 700 1000 1400 2000 3200 5000 8928
355 | boolq · roberta-large CLF | 3786 3786 3785 3784 3784 3784 3784 3784 3785 3784 3787 3708 2739 2359 1846 1636 1570
355 | boolq · roberta-large PVP 0 | 2975 2890 2943 2929 2942 2867 2701 2611 2582 2337 2478 2076 2098 1879 1739 1653 1481
355 | boolq · roberta-large PVP 3 | 3831 3723 3528 3045 3056 2758 2589 2635 2305 2381 2331 2247 2072 1922 1783 1693 1538
355 | boolq · roberta-large PVP 5 | 3534 3534 3083 2981 2932 2733 2628 2637 2575 2393 2528 2273 2150 1963 1811 1788 1754
# 2 reasoning share 10 20 32 50 70 100 200
355 | cb · roberta-large CLF | 5292 5321 5139 5165 4105 4105 1688
355 | cb · roberta-large PVP 0 | 5864 3782 2718 1285 1046 673 984
355 | cb · roberta-large PVP 3 | 5850 3425 4424 2601 1141 1297 950
# 2 reasoning share 10 20 32 50 70 100 200 350
355 | copa · roberta-large CLF | 5425 5550 5425 5500 5675 4550 5325 2750
355 | copa · roberta-large PVP 0 | 3050 3950 3200 3025 2550 2550 2150 2275
355 | copa · roberta-large PVP 1 | 3325 4025 2600 2475 2525 2175 2550 2450
# 2 reasoning share 10 32 100 320 1000 3200 10000 32000 100000 392702
355 | mnli · roberta-large CLF | 6485 6143 5566 5622 4064 1672 1369 1230 1105 978
355 | mnli · roberta-large PVP 0 | 5624 4062 3111 2135 1775 1454 1236 1174 1061 958
355 | mnli · roberta-large PVP 3 | 5044 3660 3598 2276 1826 1463 1248 1165 1049 959
# 2 reasoning share 10 20 32 50 70 100 200 320 500 919
355 | multirc · roberta-large CLF | 5578 4031 5012 4634 4322 4601 4380 4914 5024 5118
355 | multirc · roberta-large PVP 0 | 5265 4323 4309 3867 3422 3469 3401 3079 2938 2696
355 | multirc · roberta-large PVP 1 | 6637 4217 4476 4277 3581 3286 3070 2995 2868 2650
355 | multirc · roberta-large PVP 2 | 5149 4154 4081 4538 3618 3457 3161 3028 2995 2697
# 2 reasoning share 10 20 32 50 70 100 200 320 500 1000 1500 2240
355 | rte · roberta-large CLF | 4819 5244 5289 4603 4729 4251 3863 3375 2852 2383 1715 1435
355 | rte · roberta-large PVP 0 | 4468 4233 4043 3439 3529 3348 2834 2744 2491 1769 2545 1913
355 | rte · roberta-large PVP 3 | 5045 4152 3980 3809 3773 3430 3069 3069 2662 1606 1597 2031
# 2 reasoning share 10 20 32 50 70 100 140 200 320 500 700 1000 1400 2000 3200 5328
355 | wic · roberta-large CLF | 4659 4342 4373 3891 4545 4350 4020 4009 3484 3699 4346 4079 3154 3064 3613 2884
355 | wic · roberta-large PVP 0 | 5094 4792 4412 4310 4416 4107 4385 4291 4346 4169 3781 3715 3433 3268 2986 2821
355 | wic · roberta-large PVP 1 | 4404 4071 3942 4122 4212 4330 4201 3942 3895 3868 3875 3938 3558 3679 3260 3158
# 2 reasoning share 10 20 32 50 70 100 200 320 500
355 | wsc · roberta-large CLF | 5793 5168 6010 6130 6226 6274 6130 5000 4423
355 | wsc · roberta-large PVP 0 | 4183 3534 3726 3438 3726 2764 2572 2644 2644
355 | wsc · roberta-large PVP 1 | 3870 3486 3197 3029 2812 2500 2524 2428 2428
355 | wsc · roberta-large PVP 2 | 4207 3942 3678 3774 3269 3101 3029 2115 2115
# 3 classification share 200 1000 2000 5000 10000 20000
184 | cap-sotu · DeBERTa-v3-base-nli | 5520 4636 4375 4325 3742 3383
# 3 classification share 100 500 1000 2500 5000 10000
184 | cap-sotu · deberta-v3-base | 8032 5744 5087 3756 3391 3128
# 3 classification share 200 1000 2000 5000 10852
184 | cap-us-court · DeBERTa-v3-base-nli | 5783 4784 4667 4429 4304
# 3 classification share 100 500 1000 2500 5426
184 | cap-us-court · deberta-v3-base | 7700 5166 4854 4487 4069
# 3 classification share 200 1000 2000 5000 10000 20000
184 | coronanet · DeBERTa-v3-base-nli | 5284 4151 3741 3479 3148 3052
# 3 classification share 100 500 1000 2500 5000 10000
184 | coronanet · deberta-v3-base | 7295 3815 3509 3172 2777 2625
# 3 classification share 200 1000 2000 5000 10000 20000
184 | manifesto-8 · DeBERTa-v3-base-nli | 6730 5493 5260 5097 4924 4789
# 3 classification share 100 500 1000 2500 5000 10000
184 | manifesto-8 · deberta-v3-base | 7838 6169 5618 5295 5026 4751
# 3 classification share 200 998 2000 4998 7940
184 | manifesto-military · DeBERTa-v3-base-nli | 3511 3024 2754 2620 2452
# 3 classification share 100 500 1000 2500 3970
184 | manifesto-military · deberta-v3-base | 4533 3443 3299 3151 2958
# 3 classification share 186 996 2000 6376
184 | manifesto-morality · DeBERTa-v3-base-nli | 5701 4256 3545 2917
# 3 classification share 100 500 1000 3188
184 | manifesto-morality · deberta-v3-base | 5714 4086 3579 2873
# 3 classification share 200 1000 2000 4232
184 | manifesto-protectionism · DeBERTa-v3-base-nli | 5347 3541 2850 2634
# 3 classification share 100 500 1000 2116
184 | manifesto-protectionism · deberta-v3-base | 4712 3332 3187 3247
# 3 classification share 166 812 1622 4968
184 | sentiment-news-econ · DeBERTa-v3-base-nli | 3163 2833 2958 2728
# 3 classification share 100 500 1000 3000
184 | sentiment-news-econ · deberta-v3-base | 4286 3152 2880 2975
# 4 extraction share 10 100 250 400 650 1013
278 | Hausa NER · XLM-RoBERTa | 5572 3649 2599 2332 1906 1550
278 | Hausa NER · XLM-RoBERTa + distant | 4442 3196 2845 2410 2164 1913
278 | Hausa NER · XLM-RoBERTa + distant + cm | 5416 3251 2709 2373 2034 1869
278 | Hausa NER · XLM-RoBERTa + en-data (few-shot) | 2734 2587 2084 2193 1946 1559
# 4 classification share 10 100 300 500 900 2044
278 | Hausa topic · XLM-RoBERTa | 7272 4863 2737 1877 1695 1371
278 | Hausa topic · XLM-RoBERTa + distant | 7329 4035 3255 2968 2730 2556
278 | Hausa topic · XLM-RoBERTa + distant + cm | 7128 3677 3083 2837 2590 1823
278 | Hausa topic · XLM-RoBERTa + en-data (few-shot) | 7752 6993 5360 3682 2306 1715
# 4 extraction share 10 100 250 400 815
178 | Yoruba NER · mBERT | 5488 4194 3610 3258 3063
178 | Yoruba NER · mBERT + distant | 4753 3822 3659 3164 3018
178 | Yoruba NER · mBERT + distant + cm | 4858 3818 3479 3317 3046
178 | Yoruba NER · mBERT + en-data (few-shot) | 3234 3120 2865 3017 2893
178 | Yoruba NER · mBERT distilled | 6855 4527 3770 3522 3172
# 4 classification share 10 100 300 500 900 1339
178 | Yoruba topic · mBERT | 7443 4715 3446 3074 2659 2513
178 | Yoruba topic · mBERT + distant | 6977 4162 3262 3079 2963 2696
178 | Yoruba topic · mBERT + distant + cm | 6656 4085 3254 2984 2825 2664
178 | Yoruba topic · mBERT + en-data (few-shot) | 7182 6403 4338 3702 3138 2790
178 | Yoruba topic · mBERT distilled | 7709 5110 3426 3111 2816 2575
# 4 extraction share 10 100 250 400 800 2000 3000 5137
278 | isiXhosa NER · XLM-RoBERTa | 6986 5755 4988 4520 4347 3453 3167 2865
278 | isiXhosa NER · XLM-RoBERTa + en-data (few-shot) | 5837 5171 4665 4600 4422 3447 3188 2859
# 5 classification share 467 935 2337 4676 9352
178 | French stage directions, 13 classes · bert-base-multilingual-cased | 3203 2334 1885 1668 1461
178 | French stage directions, 13 classes · bert-base-multilingual-cased | 4902 3854 3071 2622 1968
178 | French stage directions, 13 classes · bert-base-multilingual-uncased | 2830 2284 1811 1570 1370
178 | French stage directions, 13 classes · bert-base-multilingual-uncased | 4323 3878 3031 2646 1902
110 | French stage directions, 13 classes · camembert-base | 1976 1722 1423 1274 1201
110 | French stage directions, 13 classes · camembert-base | 3173 2939 2534 2341 2240
135 | French stage directions, 13 classes · distilbert-base-multilingual-cased | 3069 2371 1985 1675 1448
135 | French stage directions, 13 classes · distilbert-base-multilingual-cased | 4701 3905 3276 2670 2013
68 | French stage directions, 13 classes · distilcamembert-base | 2133 1773 1478 1339 1221
68 | French stage directions, 13 classes · distilcamembert-base | 3333 3040 2585 2203 1919
138 | French stage directions, 13 classes · flaubert_base_cased | 2774 1961 1540 1440 1262
138 | French stage directions, 13 classes · flaubert_base_cased | 4074 3161 2161 1963 1809
138 | French stage directions, 13 classes · flaubert_base_uncased | 3674 2512 1693 1590 1343
138 | French stage directions, 13 classes · flaubert_base_uncased | 5382 4004 2554 2326 1877
135 | French stage directions, 13 classes · setfit__distiluse-base-multilingual-case | 2621 2155 1967 1909 1646
135 | French stage directions, 13 classes · setfit__distiluse-base-multilingual-case | 3847 3153 3108 2590 2175
278 | French stage directions, 13 classes · xmlr_base | 2981 2241 1815 1664 1435
278 | French stage directions, 13 classes · xmlr_base | 4747 3889 3157 2848 2464
# 6 classification share 10 20 50 100
- | cv · gpt3-ada(OpenAI FT) | 4433 4000 2473 2326
- | cv · gpt3-ada(OpenAI FT) | 4875 4575 4265 3953
- | cv · gpt3-ada(OpenAI FT) | 4470 4400 4269 3953
- | cv · gpt3-ada(OpenAI FT) | 7567 7200 7312 6047
- | cv · gpt3-ada(OpenAI FT) | 7925 7800 7599 6589
- | cv · gpt3-ada(OpenAI FT) | 7490 7440 7387 7122
# 6 classification share 10 50 100 200
- | freesolv · gpt3-ada(OpenAI FT) | 4240 2320 1640 1500
- | freesolv · gpt3-ada(OpenAI FT) | 3947 2853 1507 1580
- | freesolv · gpt3-ada(OpenAI FT) | 3280 1880 1360 1040
- | freesolv · gpt3-ada(OpenAI FT) | 4490 2200 1493 1140
# 6 classification share 10 20 50 100 200 500
- | hea_phase · gpt3-ada(OpenAI FT) | 3968 3652 3116 2433 1992 1428
# 6 classification share 100 200 500
- | henry · gpt3-ada(OpenAI FT) | 4320 4733 3980
- | henry · gpt3-ada(OpenAI FT) | 4520 4260 3560
# 6 classification share 10 20 50
- | mof_solvent · gpt3-ada(OpenAI FT) | 3011 3268 2520
# 6 classification share 10 20 50 100 200 500
- | polymers · gpt3-ada(OpenAI FT) | 4170 3232 2576 1288 653 664
# 7 instructions loss 200 400 800 1600 3200 6400 12800 25600 51200 102400 204800 409600 819200 1638400
124 | flan · MBZUAI/LaMini-GPT-124M | 42480 41882 40869 39465 38084 36454 34208 31653 29155 26526 23826 21516 19166 17427
1300 | flan · ai-forever/mGPT | 26230 25873 25120 24776 23913 23395 22918 22146 21499 20964 20507 19893 19420 18939
111 | flan · cerebras/Cerebras-GPT-111M | 37628 36894 35927 34892 34068 33245 32369 31077 29909 28270 26384 24348 22264 19682
256 | flan · cerebras/Cerebras-GPT-256M | 33933 33190 32298 31273 30540 29745 28979 28174 27076 25718 24094 22114 20371 18799
406 | flan · facebook/bart-large | 33722 33276 31063 29505 28269 27117 26174 24998 23375 21719 20061 18532 16884 15497
406 | flan · facebook/bart-large-xsum | 34932 33347 31678 30227 28928 27546 26266 24758 23498 21709 20082 18361 16772 15567
2700 | flan · facebook/opt-2.7b | 23372 22872 22402 21702 21087 20310 19532 19170 18727 17998 17464 16886 16351 15794
6700 | flan · facebook/opt-6.7b | 20212 19798 19726 19345 19210 18951 18648 18380 18121 17899 17701 17412 17204 16968
1100 | flan · google/switch-base-16 | 38121 36200 34515 32899 31012 29189 27960 26330 24968 23288 21625 20000 18173 16844
619 | flan · google/switch-base-8 | 41292 38921 36892 34691 32851 31320 28955 27279 25356 23684 21678 19877 17991 16536
248 | flan · google/t5-v1_1-base | 40124 38911 37231 35029 33121 31012 29034 27273 25246 23284 21194 19295 17270 15276
124 | flan · gpt2 | 43860 42883 41914 40599 38904 38257 35456 32724 29884 26864 24488 21932 19785 17906
355 | flan · gpt2-medium | 37822 37136 36143 35178 33899 32494 30759 28804 26729 24278 22066 19663 17706 16099
1300 | flan · microsoft/phi-1_5 | 40629 39286 36636 34624 32131 30559 28949 26861 24630 22369 20221 18308 16714 15418
60 | flan · t5-small | 30206 29313 28383 27568 26805 26010 25079 24110 23085 22081 20848 19779 18566 17560
# 7 summarization loss 200 400 800 1600 3200 6400 12800 25600 51200 102400 204800 409600 819200 1638400
124 | gigaword · MBZUAI/LaMini-GPT-124M | 26454 25457 24570 23844 22999 22031 21102 19958 18875 17899 16937 15946 15114 14380
1300 | gigaword · ai-forever/mGPT | 23789 23859 22384 21861 20341 19388 18633 18025 17321 16512 15861 15299 14517 13794
111 | gigaword · cerebras/Cerebras-GPT-111M | 35046 33619 32169 30802 29386 27796 26579 25069 23540 22080 20482 19136 17958 16766
256 | gigaword · cerebras/Cerebras-GPT-256M | 30429 29341 28234 26858 25760 24734 23505 22246 21119 19945 18880 17851 16831 15862
406 | gigaword · facebook/bart-large | 22111 21015 19837 18948 18086 17339 16659 16098 15369 14834 14198 13612 13027 12566
406 | gigaword · facebook/bart-large-xsum | 22037 21280 20305 19343 18387 17508 16863 16133 15457 14838 14122 13706 13107 12606
2700 | gigaword · facebook/opt-2.7b | 17343 16974 16577 16201 15759 15413 15024 14623 14288 13912 13631 13301 13013 12698
6700 | gigaword · facebook/opt-6.7b | 16943 16564 16234 15824 15491 15061 14598 14279 14002 13685 13388 13076 12764 12452
1100 | gigaword · google/switch-base-16 | 26413 24434 22532 20355 19158 17889 16748 15834 14803 13952 13344 12597 11958 11234
619 | gigaword · google/switch-base-8 | 26722 25728 22863 21237 19910 18594 17263 16191 15116 14300 13556 12750 12063 11486
248 | gigaword · google/t5-v1_1-base | 25819 24513 22831 21231 19787 18695 17166 16141 15022 14143 13258 12412 11512 10712
124 | gigaword · gpt2 | 26910 25965 25159 24294 23289 22039 20992 19830 18829 17766 16897 15972 15076 14310
355 | gigaword · gpt2-medium | 22979 22139 21304 20498 19654 18910 18098 17420 16716 16024 15304 14651 13981 13488
1300 | gigaword · microsoft/phi-1_5 | 23540 22658 21574 20695 19919 19053 18344 17614 16795 16073 15397 14834 14103 13610
60 | gigaword · t5-small | 20781 20611 20276 19111 18634 18035 17431 16804 16241 15541 14835 14058 13224 12501
# 7 translation loss 200 400 800 1600 3200 6400 12800 25600 51200 102400 204800 409600 819200 1638400
124 | wmt19 · MBZUAI/LaMini-GPT-124M | 30606 30142 29764 29160 27814 26686 24726 21297 18470 16058 13757 12097 10621 9575
1300 | wmt19 · ai-forever/mGPT | 20886 20864 20930 20707 20434 20180 20074 19960 19412 19188 18670 18328 17864 17534
111 | wmt19 · cerebras/Cerebras-GPT-111M | 30337 29432 28784 27964 27158 26068 24551 22489 20118 17918 15948 13926 11695 9566
256 | wmt19 · cerebras/Cerebras-GPT-256M | 28910 28013 26639 26321 25016 23641 21780 19505 17863 15629 13927 12288 10536 9186
406 | wmt19 · facebook/bart-large | 32135 32016 30556 29531 26887 24904 21213 17963 15242 12957 11054 9567 8284 7580
406 | wmt19 · facebook/bart-large-xsum | 31608 30930 29726 28474 26428 23710 20924 18064 15104 13097 11291 9800 8568 7740
2700 | wmt19 · facebook/opt-2.7b | 24799 24407 23912 23312 22770 21061 19873 18168 16522 15302 13910 12891 11877 10813
6700 | wmt19 · facebook/opt-6.7b | 19873 19842 19789 19614 19572 19449 19172 18810 18636 18312 18124 17872 17612 17382
1100 | wmt19 · google/switch-base-16 | 13891 12898 12028 11865 10940 10435 9913 9132 8659 8068 7562 7449 6655 6310
619 | wmt19 · google/switch-base-8 | 15612 14721 13742 12507 12227 11253 10499 9814 9227 8491 7912 7410 6891 6512
248 | wmt19 · google/t5-v1_1-base | 13891 12612 12251 11756 11231 10526 9911 9296 8681 8085 7426 6801 6221 5612
124 | wmt19 · gpt2 | 30794 30373 29551 28667 27575 25213 22760 19661 17134 15019 12955 11306 10200 9285
355 | wmt19 · gpt2-medium | 28912 28745 27348 26633 25467 23693 21221 18863 16451 14243 12246 10683 9432 8546
1300 | wmt19 · microsoft/phi-1_5 | 28828 26525 24281 23612 21517 19610 18024 16340 14681 13169 12012 10878 9811 9012
60 | wmt19 · t5-small | 12513 12228 11353 10481 9905 9583 9033 8446 8034 7814 7490 7170 6640 6406
# 8 extraction share 1000 2000 3000 6000
125 | group mentions, ISG_f1 · roberta-base | 3700 3416 3116 1841
125 | group mentions, ORG_f1 · roberta-base | 3269 3004 2822 1510
125 | group mentions, PG_f1 · roberta-base | 1399 1190 1467 673
125 | group mentions, PI_f1 · roberta-base | 3008 2605 2412 1375
125 | group mentions, SG_f1 · roberta-base | 2890 2450 2337 1145
125 | group mentions, micro_f1 · roberta-base | 2861 2521 2389 1270
# 9 extraction share 50 100 250 500
110 | wikigold NER · bert-base-cased | 8795 5839 3359 2570
110 | wikigold NER · bert-base-cased | 10000 9901 5797 3190
110 | wikigold NER · bert-base-cased | 9836 8397 4828 3200
110 | wikigold NER · bert-base-cased | 9694 8109 4733 3009
# 10 classification share 16 32 64 128 256 512 1024
184 | imdb · deberta-v3-base · head | 6593 5975 4085 1029 716 683 675
66 | imdb · distilbert · Does this text contain negative sentiment? | 5407 4860 4951 5496 4449 2407 2034
66 | imdb · distilbert · Is this text negative? | 5938 4723 4549 4198 3647 2341 3485
66 | imdb · distilbert · It was? | 6296 5741 4109 5300 3818 2473 2360
65 | imdb · distilbert-base-cased · head | 5135 5074 3401 2152 1613 1518 1476
124 | imdb · gpt2 · Does this text contain negative sentiment? | 6071 4452 3635 3076 1962 1345 1375
124 | imdb · gpt2 · Is this text negative? | 4990 5093 4277 4345 2113 1622 1538
124 | imdb · gpt2 · It was? | 5168 4517 4620 5471 2292 1731 1580
66 | abuse · distilbert · head · balanced | 4700 3800 3100 3000 2800 2100 2200
66 | abuse · distilbert · head · as drawn | 5300 5300 5300 5300 3200 2000 1700
184 | abuse · deberta-v3 · head · balanced | 7200 5600 3100 2800 2000 1800 1800
184 | abuse · deberta-v3 · head · as drawn | 5300 5300 5300 5300 4200 1800 1700
66 | abuse · distilbert · Is this text abusive? · balanced | 6300 5200 3200 2200 2300 1900 3100
66 | abuse · distilbert · Is this text abusive? · as drawn | 5300 5200 4500 3300 2700 2100 2000
66 | abuse · distilbert · Does this text contain abuse? · balanced | 6300 5000 5300 2200 2000 1900 2300
66 | abuse · distilbert · Does this text contain abuse? · as drawn | 4900 5300 5000 3700 3100 2600 1900
66 | abuse · distilbert · It was? · balanced | 6300 4300 3400 2400 2600 1800 2500
66 | abuse · distilbert · It was? · as drawn | 5300 3900 3800 2900 2800 2300 2000
124 | abuse · gpt2 · Is this text abusive? · balanced | 5000 4600 3500 1800 2800 1800 2500
124 | abuse · gpt2 · Is this text abusive? · as drawn | 4400 5200 4000 2000 2800 2100 1700
124 | abuse · gpt2 · Does this text contain abuse? · balanced | 5600 2700 4300 2200 2200 1600 2900
124 | abuse · gpt2 · Does this text contain abuse? · as drawn | 4600 5200 3400 2300 2700 1900 1800
124 | abuse · gpt2 · It was? · balanced | 5500 4200 2300 4000 2600 2300 2000
124 | abuse · gpt2 · It was? · as drawn | 4500 3500 2400 2700 2100 2100 1800
# 11 extraction share 16 32 64 128 256 512 1024
125 | squad · roberta-base · exact_match | 9702 9638 8677 6971 5035 3977 3271
125 | squad · roberta-base · f1 | 9209 9196 7913 6058 3875 2884 2246
# 11 extraction share 64 128 256 512 1024
110 | squad · bert-base-uncased · exact_match | 9326 8908 8327 6960 6026
110 | squad · bert-base-uncased · f1 | 8691 8168 7496 5903 4896
# 11 extraction share 16 32 64 128 256 512 1024
108 | squad · spanbert-base-cased · exact_match | 9621 9241 8195 6773 6820 5412 4030
108 | squad · spanbert-base-cased · f1 | 9232 8807 7460 5855 5498 4035 2773
# 11 extraction share 16 64 256 512
340 | squad · splinter-large · exact_match | 5668 3365 2698 2486
340 | squad · splinter-large · f1 | 4242 2333 1730 1537
# 12 extraction share 1000 2000 4000
110 | danplus · ddu_bert · accuracy | 906 824 750
110 | danplus · ddu_bert · macro_f1_scores | 8113 7436 7452
110 | danplus · ddu_bert · ood_accuracy | 1141 1138 1076
110 | danplus · ddu_bert · ood_macro_f1_scores | 8511 8417 8275
110 | danplus · variational_bert · accuracy | 703 637 617
110 | danplus · variational_bert · macro_f1_scores | 7898 7226 7054
110 | danplus · variational_bert · ood_accuracy | 970 1109 1149
110 | danplus · variational_bert · ood_macro_f1_scores | 8457 8329 8337
# 13 classification share 12 20 32 64
- | ag_news · autotrain | 4300 3700 3000 2100
- | ag_news · setfit | 3420 2400 1680 1460
# 13 classification share 18 30 48 96
- | emotion · autotrain | 6367 6200 5967 4933
- | emotion · setfit | 6880 6200 6100 5200
# 13 classification share 6 10 16 32
- | enron_spam · setfit | 1820 1620 1160 820
- | toxic_conversations · setfit | 4620 2980 3240 3060
# 14 classification share 690 1379 2068 2758
110 | qevasion · bert-base-uncased | 8139 7450 7002 6766
# 15 classification share 250 1000 3668
66 | mrpc · distilbert · accuracy | 3072 2435 1413
66 | mrpc · distilbert · f1_macro | 5644 3348 1773
`;

/** The curves of the table. */
export const PUBLIC_CURVES: readonly PublicCurve[] = /* @__PURE__ */ readTable(TABLE);

function readTable(table: string): PublicCurve[] {
  let [source, task, metric]: [number, TaskKind, PublicCurve[2]] = [0, "classification", "share"];
  let sizes: number[] = [];
  return table.split("\n").flatMap((line): PublicCurve[] => {
    const [head = "", name, gaps = ""] = line.split(" | ");
    if (head.startsWith("#")) {
      const [, at, kind, measured, ...examples] = head.split(" ");
      [source, task, metric] = [Number(at), kind as TaskKind, measured as PublicCurve[2]];
      sizes = examples.map(Number);
    }
    if (name === undefined) return [];
    const points = gaps.split(" ").flatMap((gap, i) => [sizes[i] ?? NaN, Number(gap)]);
    return [[source, task, metric, head === "-" ? null : Number(head), name, points]];
  });
}
