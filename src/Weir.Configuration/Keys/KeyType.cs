// What a key may be set to: how such a value is read, written, described and compared. Knows no key and no record.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A type of values.</summary>
internal abstract class KeyType<T>
{
    /// <summary>Whether a section without the key has something to read all the same: defaults to check, for one.</summary>
    public virtual bool ReadsAbsent => false;

    /// <summary>Whether the schema tells a default.</summary>
    public virtual bool HasDefault => true;

    /// <summary>Complains about a wrong value; that and an absent one read as <paramref name="fallback"/>.</summary>
    public virtual T Read(SectionReader section, ConfigKey key, T fallback) =>
        throw new InvalidOperationException($"\"{key.Name}\" is read by a reader of its own");

    /// <summary>False for what is said by leaving the key out.</summary>
    public virtual bool IsWritten(T value) => value is not null;

    /// <param name="json">Where the value is due.</param>
    /// <param name="value">One that <see cref="IsWritten"/>.</param>
    /// <param name="mask">Stands in the place of secrets; null writes them.</param>
    public abstract void Write(Utf8JsonWriter json, T value, string? mask);

    public abstract void WriteSchema(Utf8JsonWriter json);

    /// <summary>By value, lists included.</summary>
    public virtual bool AreEqual(T one, T other) => EqualityComparer<T>.Default.Equals(one, other);

    /// <summary>What differs below <paramref name="here"/>, or that itself, of two values that are not equal.</summary>
    public virtual IEnumerable<KeyChange> Changes(KeyChange here, T before, T after) => [here];

    /// <summary>The value read, with what needs a restart left as it runs.</summary>
    public virtual T KeepUntilRestart(T read, T running) => read;
}
