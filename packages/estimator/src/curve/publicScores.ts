/** Curves of scores; `publicCurves.ts` says how a line is read. */
export const SCORES = `
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
# 16 extraction share 49 99 199 398 796 1593 3186 6373
110 | trade directories NER · camembert | 1055 968 727 656 572 471 532 455
110 | trade directories NER · camembert, pretrained on them | 997 860 708 657 580 549 521 464
# 17 classification share 850 2125 4251 8502
66 | Banking77 · distilbert-base-uncased | 2172 1239 1139 986
# 18 classification share 100 500 2000 10000 120000
- | AG News · transformer | 7486 7464 1347 876 521
# 19 classification share 100 500 1000 5000
278 | IMDb · encoder of 278 M | 4994 2035 1619 1492
278 | IMDb · encoder of 278 M, soft prompt | 4971 4663 4219 3786
278 | IMDb · encoder of 278 M, prefix | 5000 3305 2063 1484
278 | IMDb · encoder of 278 M, p-tuning v2 | 5000 5000 3258 3066
278 | Bangla · encoder of 278 M | 5541 5569 5032 4568
278 | Bangla · encoder of 278 M, soft prompt | 5565 5713 5569 5694
278 | Bangla · encoder of 278 M, prefix | 6698 5523 5550 5540
278 | Bangla · encoder of 278 M, p-tuning v2 | 5540 5540 5547 5540
# 20 classification share 999 1998 3999 7998 15999 36000
- | Russian sentiment · rubert-tiny | 6479 5155 4292 4067 3990 3816
# 21 reasoning share 128 256 512 1024 1767
1500 | MATH · Qwen2.5-Math-1.5B | 8008 6016 6680 6367 5781
# 22 reasoning share 128 256 512 1024 4866
1500 | MATH-like · Qwen2.5-Math-1.5B | 6627 6336 6064 6264 6449
# 23 classification share 16 32 64
66 | sst2 · distilbert-base-uncased | 4588 4077 3107
435 | sst2 · deberta-v3-large | 3868 3590 1763
`;
