"""Trains a small MLP and a small CNN step by step with PyTorch and writes references.json.

Run with torch 2.15: python3 make_references.py
"""

import json
import math
import pathlib

import torch

ROWS, CLASSES, EPOCHS, BATCH_SIZE = 10, 3, 3, 4
BATCHES = [list(range(start, min(start + BATCH_SIZE, ROWS))) for start in range(0, ROWS, BATCH_SIZE)] * EPOCHS


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def state(layers):
    """Biases and weights: of convolutions height x width x from x to, of dense layers inputs x outputs."""
    order = {2: (1, 0), 4: (2, 3, 1, 0)}
    return [
        {"weights": numbers(layer.weight.permute(order[layer.weight.dim()])), "biases": numbers(layer.bias)}
        for layer in layers
    ]


def rate(step, peak):
    warmup = int(0.1 * len(BATCHES))
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (len(BATCHES) - warmup)))


def train(model, layers, inputs, labels, peak):
    """The layers' parameters at first and after some steps, and the summed loss before each step."""
    optimiser = torch.optim.Adam([parameter for layer in layers for parameter in layer.parameters()])
    initial, steps = state(layers), []
    for number, rows in enumerate(BATCHES):
        optimiser.param_groups[0]["lr"] = rate(number, peak)
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(inputs[rows]), labels[rows])
        loss.backward()
        optimiser.step()
        after = state(layers) if number % 4 == 0 else None
        steps.append({"rows": rows, "loss": loss.item() * len(rows), "layers": after})
    return {"labels": labels.tolist(), "initial": initial, "steps": steps}


def mlp(sizes, peak):
    torch.manual_seed(1)
    features = torch.rand(ROWS, sizes[0])
    labels = torch.randint(0, CLASSES, (ROWS,))
    layers = [torch.nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
    model = torch.nn.Sequential(*[module for layer in layers for module in (layer, torch.nn.ReLU())][:-1])
    return {
        "settings": {"hidden": sizes[1:-1], "epochs": EPOCHS, "batchSize": BATCH_SIZE, "learningRate": peak,
            "minimumSteps": 0, "watched": 0, "shift": 0},
        "shape": {"height": 1, "width": sizes[0], "channels": 1}, "features": numbers(features), **train(model, layers, features, labels, peak)}


def cnn(height, width, inputs, channels, kernel, peak):
    torch.manual_seed(1)
    images = torch.rand(ROWS, inputs, height, width)
    labels = torch.randint(0, CLASSES, (ROWS,))
    sides = [height, width]
    for _ in channels:
        sides = [(side - kernel + 1) // 2 for side in sides]
    convolutions = [torch.nn.Conv2d(a, b, kernel) for a, b in zip([inputs] + channels, channels)]
    dense = torch.nn.Linear(channels[-1] * sides[0] * sides[1], CLASSES)

    def model(x):
        for convolution in convolutions:
            x = torch.nn.functional.max_pool2d(torch.relu(convolution(x)), 2)
        return dense(x.permute(0, 2, 3, 1).flatten(1))  # channels last, as in the features

    return {
        "settings": {
            "channels": channels, "kernel": [kernel], "epochs": EPOCHS, "batchSize": BATCH_SIZE, "learningRate": peak,
            "shift": 0, "minimumSteps": 0, "hidden": [], "smoothing": 0},
        "shape": {"height": height, "width": width, "channels": inputs},
        "features": numbers(images.permute(0, 2, 3, 1)), **train(model, convolutions + [dense], images, labels, peak)}


references = {
    "mlp": mlp([7, 19, 5, CLASSES], peak=0.02),
    "cnn": cnn(10, 13, 2, [3, 17], kernel=3, peak=0.01),
}
pathlib.Path(__file__).with_name("references.json").write_text(json.dumps(references))
