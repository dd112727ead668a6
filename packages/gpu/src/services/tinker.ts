import type { Service } from "./service.ts";

/**
 * A program over the supervised training of Tinker's cookbook.
 *
 * @source https://github.com/thinking-machines-lab/tinker-cookbook/blob/9dfcc3a2cf44432d621a01005073dc6d76a1e87a/tinker_cookbook/supervised (names of its classes and fields; read 2026-11-25)
 */
export const tinker: Service = ({ model, file, name, epochs = 1 }) => ({
  extension: "py",
  text: `import asyncio

import chz
from tinker_cookbook import model_info
from tinker_cookbook.renderers import TrainOnWhat
from tinker_cookbook.supervised import train
from tinker_cookbook.supervised.data import FromConversationFileBuilder
from tinker_cookbook.supervised.types import ChatDatasetBuilderCommonConfig

MODEL = ${JSON.stringify(model)}
RENDERER = model_info.get_recommended_renderer_name(MODEL)

data = FromConversationFileBuilder(
    file_path=${JSON.stringify(file)},
    common_config=ChatDatasetBuilderCommonConfig(
        model_name_for_tokenizer=MODEL,
        renderer_name=RENDERER,
        max_length=32768,
        batch_size=32,
        train_on_what=TrainOnWhat.ALL_ASSISTANT_MESSAGES,
    ),
)
run = chz.Blueprint(train.Config).apply(
    {
        "log_path": ${JSON.stringify(`runs/${name}`)},
        "model_name": MODEL,
        "recipe_name": ${JSON.stringify(name)},
        "renderer_name": RENDERER,
        "dataset_builder": data,
        "learning_rate": 2e-4,
        "lr_schedule": "linear",
        "num_epochs": ${epochs},
    }
)
asyncio.run(train.main(run.make()))
`,
  fill: [],
  start: (job) => `python ${job}`,
});
