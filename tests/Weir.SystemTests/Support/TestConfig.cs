// Configurations of tests, changed by dotted paths as `--set` does.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.SystemTests.Support;

public static class TestConfig
{
    /// <summary>The short form: one listener on a free port and one cluster, both called <c>default</c>.</summary>
    public static JsonObject Http(
        IEnumerable<string> backends,
        params (string Path, object Value)[] settings
    ) => Short("http", backends, settings);

    /// <inheritdoc cref="Http"/>
    public static JsonObject Tcp(
        IEnumerable<string> backends,
        params (string Path, object Value)[] settings
    ) => Short("tcp", backends, settings);

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject(); // never the word null

    public static JsonObject With(
        this JsonObject config,
        params (string Path, object Value)[] settings
    )
    {
        foreach ((string path, object value) in settings)
        {
            JsonNode node = config;
            string[] keys = path.Split('.');
            foreach (string key in keys[..^1])
            {
                node = Child(node, key);
            }

            JsonNode? json = value as JsonNode ?? JsonSerializer.SerializeToNode(value);
            if (node is JsonArray list)
            {
                list[int.Parse(keys[^1], CultureInfo.InvariantCulture)] = json;
            }
            else
            {
                node[keys[^1]] = json;
            }
        }

        return config;
    }

    private static JsonNode Child(JsonNode node, string key)
    {
        if (node is JsonArray list)
        {
            return list[int.Parse(key, CultureInfo.InvariantCulture)]!;
        }

        return node[key] ??= new JsonObject();
    }

    private static JsonObject Short(
        string mode,
        IEnumerable<string> backends,
        (string Path, object Value)[] settings
    ) =>
        new JsonObject
        {
            ["listen"] = new JsonObject
            {
                ["host"] = "127.0.0.1",
                ["port"] = 0,
                ["mode"] = mode,
            },
            ["backends"] = new JsonArray([
                .. backends.Select(address => new JsonObject { ["address"] = address }),
            ]),
        }.With(settings);
}
