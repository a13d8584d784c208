-- What is in the audit log from here on.
call vitrine.audit('catalog.categories');
call vitrine.audit('catalog.brands');
call vitrine.audit('catalog.attributes');
call vitrine.audit('catalog.products');
call vitrine.audit('catalog.variants');
call vitrine.audit('catalog.attribute_sets');
call vitrine.audit('catalog.attribute_set_members');
call vitrine.audit('catalog.category_sets');
call vitrine.audit('catalog.links');
call vitrine.audit('catalog.components');
call vitrine.audit('catalog.source_images');
