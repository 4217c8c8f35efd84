"""How much arithmetic training a network takes, from the shapes of its layers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """Floating-point operations for one image, a multiplication and an addition counting two.

    `forward` is what a plain implementation computes; `covered` leaves out the pixels pooling drops; backward passes
    visit one of `pooled` windows, as only the largest value of a pooled block has a gradient.
    """

    forward: int
    covered: int
    pooled: int = 1


def mlp_layers(hidden, inputs=28 * 28, classes=10):
    sizes = [inputs, *hidden, classes]
    products = [2 * before * after for before, after in zip(sizes, sizes[1:])]
    return [Layer(product, product) for product in products]


def cnn_layers(channels, kernels, hidden=(), side=28, classes=10, pool=2):
    layers, before = [], 1
    for after, kernel in zip(channels, kernels * (2 // len(kernels))):
        operations = 2 * kernel**2 * before * after
        convolved = side - kernel + 1
        side = convolved // pool
        layers.append(Layer(operations * convolved**2, operations * (side * pool) ** 2, pool**2))
        before = after
    return layers + mlp_layers(hidden, side * side * before, classes)


def plain_operations(layers):
    """To train on one image once: forward, the parameters' gradient, and the input's but for the first layer."""
    return sum(layer.forward * (2 if index == 0 else 3) for index, layer in enumerate(layers))


def computed_operations(layers):
    """The same, without what does not change the result."""
    return sum(
        layer.covered + layer.covered / layer.pooled * (1 if index == 0 else 2) for index, layer in enumerate(layers))


def layers(model, settings):
    """Of one of our networks with its settings as `bakeoff compare --format json` gives them."""
    if model == "mlp":
        return mlp_layers(settings["hidden"])
    return cnn_layers(settings["channels"], settings["kernel"], settings["hidden"])
