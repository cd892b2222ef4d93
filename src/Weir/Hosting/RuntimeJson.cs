// JSON of runtime files, by source generation.
using System.Text.Json.Serialization;

namespace Weir.Hosting;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeEntry))]
internal sealed partial class RuntimeJson : JsonSerializerContext;
