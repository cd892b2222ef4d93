// Where a record of the configuration stands in a whole one, and a value for each of its keys that is not the one there.
using System.Collections.Immutable;
using System.Net;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Keys;
using Weir.Configuration.Values;

namespace Weir.Tests.Configuration.Keys;

/// <summary>A table, and its record in a whole configuration.</summary>
public abstract class KeyPlace
{
    public abstract IEnumerable<string> Keys { get; }

    public abstract Type Record { get; }

    /// <summary>A configuration that differs in this key, and the path of the key.</summary>
    public abstract (WeirConfig Config, string Path) Change(WeirConfig config, string key);

    /// <summary>The properties that each key holds.</summary>
    public abstract IEnumerable<(string Key, string[] Properties)> Held { get; }

    internal static KeyPlace Of<TRecord>(
        string path,
        KeyTable<TRecord> table,
        Func<WeirConfig, TRecord> get,
        Func<WeirConfig, TRecord, WeirConfig> with
    )
        where TRecord : class => new Typed<TRecord>(path, table, get, with);

    /// <summary>Null where the value has keys of its own.</summary>
    private static object? Another(string key, Type type, object? value) =>
        type == typeof(bool) ? !(bool)value!
        : type == typeof(int) ? (int)value! + 1
        : type == typeof(long) ? (long)value! + 1000
        : type == typeof(double) ? 0.5
        : type.IsEnum ? Enum.ToObject(type, ((int)value! + 1) % Enum.GetValues(type).Length)
        : type == typeof(string)
            ? key switch
            {
                "cluster" => "b",
                "path" or "pathPrefix" => "/other",
                "otlpEndpoint" => "http://other:4318",
                _ => "other",
            }
        : type == typeof(EndpointAddress) ? EndpointAddress.FromHostAndPort("127.0.0.1", 7777)
        : type == typeof(ImmutableArray<string>) ? ImmutableArray.Create("a.example")
        : type == typeof(ImmutableArray<StatusRange>)
            ? ImmutableArray.Create(new StatusRange(204, 204))
        : type == typeof(ImmutableArray<IPNetwork>)
            ? ImmutableArray.Create(IPNetwork.Parse("10.0.0.0/8"))
        : type == typeof(ImmutableArray<KeyValuePair<string, string>>)
            ? ImmutableArray.Create(KeyValuePair.Create("name", "secret"))
        : null;

    private sealed class Typed<TRecord>(
        string path,
        KeyTable<TRecord> table,
        Func<WeirConfig, TRecord> get,
        Func<WeirConfig, TRecord, WeirConfig> with
    ) : KeyPlace
        where TRecord : class
    {
        public override IEnumerable<string> Keys =>
            table
                .RecordKeys.Where(key => Other(key, table.Initial) is not null)
                .Select(key => key.Name);

        public override Type Record => typeof(TRecord);

        public override IEnumerable<(string Key, string[] Properties)> Held =>
            table.RecordKeys.Select(key =>
            {
                TRecord changed = With(key, table.Initial, Other(key, table.Initial));
                string[] properties =
                [
                    .. typeof(TRecord)
                        .GetProperties()
                        .Where(p => !Equals(p.GetValue(changed), p.GetValue(table.Initial)))
                        .Select(p => p.Name),
                ];
                return (key.Name, properties);
            });

        public override (WeirConfig Config, string Path) Change(WeirConfig config, string key)
        {
            RecordKey<TRecord> found = table.RecordKeys.Single(k => k.Name == key);
            TRecord record = get(config);
            TRecord changed = With(found, record, Other(found, record).ShouldNotBeNull());
            return (with(config, changed), path.Length == 0 ? key : $"{path}.{key}");
        }

        private static object? Other(RecordKey<TRecord> key, TRecord record) =>
            Another(
                key.Name,
                key.GetType().GetGenericArguments()[1],
                Accessor(key, "Get").DynamicInvoke(record)
            );

        private static TRecord With(RecordKey<TRecord> key, TRecord record, object? value) =>
            (TRecord)Accessor(key, "With").DynamicInvoke(record, value)!; // a copy of a record

        private static Delegate Accessor(RecordKey<TRecord> key, string name) =>
            (Delegate)key.GetType().GetProperty(name)!.GetValue(key)!; // every key has both
    }
}
